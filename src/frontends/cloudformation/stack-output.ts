import { entryOf, type Tree } from '../../source/tree.ts';

/** What `Fn::GetStackOutput` asks for. */
export interface StackOutput {
  /** As no export can be called: `Network.Outputs.ListenerArn`. */
  readonly name: string;
  /** Where the other stack is: in this region, or in one that is not known, or of another account. */
  readonly region: string | 'own' | 'any';
}

/** The name under which an output of a stack is asked for. */
export const outputName = (stack: string, output: string): string => `${stack}.Outputs.${output}`;

/**
 * What a call asks for, with what its arguments come to; nothing where stack or output are not known.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
export function stackOutputIn(args: Tree, textOf: (tree: Tree) => string | undefined): StackOutput | undefined {
  const text = (name: string): string | undefined => {
    const tree = entryOf(args, name)?.value;
    return tree && textOf(tree);
  };
  const [stack, output] = [text('StackName'), text('OutputName')];
  if (stack === undefined || output === undefined) return undefined;
  // A role may be one of another account.
  if (entryOf(args, 'RoleArn')) return { name: outputName(stack, output), region: 'any' };
  return { name: outputName(stack, output), region: entryOf(args, 'Region') ? (text('Region') ?? 'any') : 'own' };
}
