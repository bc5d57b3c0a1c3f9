/**
 * The part of SARIF 2.1.0 that alb-lint writes.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly [Run];
}

interface Run {
  readonly tool: { readonly driver: Driver };
  readonly originalUriBaseIds: Readonly<Record<string, { readonly description: Message }>>;
  readonly columnKind: 'utf16CodeUnits';
  readonly newlineSequences: readonly string[];
  readonly invocations: readonly [Invocation];
  readonly results: readonly Result[];
  readonly properties: Properties;
}

interface Driver {
  readonly name: string;
  readonly version: string;
  readonly semanticVersion: string;
  readonly informationUri: string;
  readonly rules: readonly Descriptor[];
}

export interface Descriptor {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: Message;
  readonly fullDescription: Message;
  readonly help: Message & { readonly markdown: string };
  readonly helpUri: string;
  readonly defaultConfiguration: { readonly level: Level };
  readonly properties: Properties;
}

export interface Invocation {
  readonly executionSuccessful: boolean;
  readonly toolExecutionNotifications: readonly Notification[];
}

export interface Notification {
  readonly level: Level;
  readonly message: Message;
  readonly locations?: readonly Location[];
  readonly associatedRule?: { readonly id: string };
}

export interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: Level;
  readonly message: Message;
  readonly locations: readonly [Location];
  readonly relatedLocations?: readonly Location[];
  readonly codeFlows?: readonly [{ readonly threadFlows: readonly [ThreadFlow] }];
  readonly fixes?: readonly Fix[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  /** Empty says that nobody suppressed it; absent would say that nobody knows. */
  readonly suppressions: readonly Suppression[];
  readonly properties: Properties;
}

export interface Suppression {
  readonly kind: 'inSource' | 'external';
  readonly status: 'accepted';
  readonly justification: string;
  readonly location: Location;
}

interface ThreadFlow {
  readonly locations: readonly { readonly location: Location }[];
}

export interface Location {
  readonly id?: number;
  readonly message?: Message;
  readonly physicalLocation: { readonly artifactLocation: ArtifactLocation; readonly region: SarifRegion };
  readonly logicalLocations?: readonly LogicalLocation[];
}

interface LogicalLocation {
  readonly name: string;
  readonly kind: 'resource';
  readonly fullyQualifiedName?: string;
}

export interface ArtifactLocation {
  readonly uri: string;
  readonly uriBaseId?: string;
}

/** 1-based; `endColumn` is exclusive. */
export interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

export interface Fix {
  readonly description: Message;
  readonly artifactChanges: readonly {
    readonly artifactLocation: ArtifactLocation;
    readonly replacements: readonly { readonly deletedRegion: SarifRegion; readonly insertedContent: Message }[];
  }[];
}

export interface Message {
  readonly text: string;
}

type Level = 'error' | 'warning' | 'note';

type Properties = Readonly<Record<string, unknown>>;
