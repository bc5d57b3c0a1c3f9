import { distance } from 'fastest-levenshtein';
import { spend } from '../effort.ts';

/** What has attributes. */
export type AttributeHolder = 'load balancer' | 'target group' | 'listener';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
const ofLoadBalancers = {
  application: [
    'deletion_protection.enabled',
    'load_balancing.cross_zone.enabled',
    'access_logs.s3.enabled',
    'access_logs.s3.bucket',
    'access_logs.s3.prefix',
    'ipv6.deny_all_igw_traffic',
    'zonal_shift.config.enabled',
    'idle_timeout.timeout_seconds',
    'client_keep_alive.seconds',
    'connection_logs.s3.enabled',
    'connection_logs.s3.bucket',
    'connection_logs.s3.prefix',
    'health_check_logs.s3.enabled',
    'health_check_logs.s3.bucket',
    'health_check_logs.s3.prefix',
    'routing.http.desync_mitigation_mode',
    'routing.http.drop_invalid_header_fields.enabled',
    'routing.http.preserve_host_header.enabled',
    'routing.http.x_amzn_tls_version_and_cipher_suite.enabled',
    'routing.http.xff_client_port.enabled',
    'routing.http.xff_header_processing.mode',
    'routing.http2.enabled',
    'waf.fail_open.enabled',
  ],
  network: ['dns_record.client_routing_policy', 'secondary_ips.auto_assigned.per_subnet'],
} as const;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
const ofTargetGroups = {
  any: ['stickiness.enabled', 'stickiness.type', 'load_balancing.cross_zone.enabled'],
  /** Not where the target is a function. */
  servers: [
    'deregistration_delay.timeout_seconds',
    'load_balancing.algorithm.type',
    'load_balancing.algorithm.anomaly_mitigation',
    'slow_start.duration_seconds',
    'stickiness.app_cookie.cookie_name',
    'stickiness.app_cookie.duration_seconds',
    'stickiness.lb_cookie.duration_seconds',
    'target_group_health.dns_failover.minimum_healthy_targets.count',
    'target_group_health.dns_failover.minimum_healthy_targets.percentage',
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count',
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage',
  ],
  function: ['lambda.multi_value_headers.enabled'],
  /** Of Network and Gateway Load Balancers. */
  network: [
    'deregistration_delay.connection_termination.enabled',
    'preserve_client_ip.enabled',
    'proxy_protocol_v2.enabled',
    'target_health_state.unhealthy.connection_termination.enabled',
    'target_health_state.unhealthy.draining_interval_seconds',
    'target_failover.on_deregistration',
    'target_failover.on_unhealthy',
    'send_tcp_reset.on_unhealthy.enabled',
    'send_tcp_reset.on_deregistration.enabled',
  ],
} as const;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html */
const ofListeners =
  /^(tcp\.idle_timeout\.seconds|routing\.http\.(request|response)\.[a-z_]+\.(header_name|header_value|enabled))$/;

const known: Readonly<Record<'load balancer' | 'target group', ReadonlySet<string>>> = {
  'load balancer': new Set(Object.values(ofLoadBalancers).flat()),
  'target group': new Set(Object.values(ofTargetGroups).flat()),
};

export const isAttributeOf = (holder: AttributeHolder, key: string): boolean =>
  holder === 'listener' ? ofListeners.test(key) : known[holder].has(key);

/** The keys that Elastic Load Balancing knows, but not for this kind of load balancer or target, and what they are for. */
export function foreignAttributes(
  of: 'Application Load Balancer' | 'HTTP target group' | 'function',
): ReadonlyMap<string, string> {
  const { network, servers, function: lambda } = ofTargetGroups;
  const map = (keys: readonly string[], owner: string) => keys.map((key) => [key, owner] as const);
  const elsewhere = 'Network or Gateway Load Balancers';
  switch (of) {
    case 'Application Load Balancer':
      return new Map(map(ofLoadBalancers.network, 'Network Load Balancers'));
    case 'HTTP target group':
      return new Map([...map(network, elsewhere), ...map(lambda, 'functions')]);
    case 'function':
      return new Map([...map(network, elsewhere), ...map(servers, 'instances and addresses')]);
  }
}

/** No key is half as long. */
const longest = 200;

/**
 * The key that was meant by one that nobody knows: the only one that is nearly the same. AWS adds keys now and then, so
 * what is not near one is left alone, and so is what differs in digits alone (`http2`, `http3`).
 */
export function attributeMeant(holder: 'load balancer' | 'target group', key: string): string | undefined {
  if (key.length > longest) return undefined;
  spend(10);
  const plainly = plain(key);
  const near = [...known[holder]].filter((each) => {
    if (plain(each) === plainly) return true;
    if (Math.abs(each.length - key.length) > 2) return false;
    return distance(each, key) <= 2 && withoutDigits(each) !== withoutDigits(key);
  });
  return near.length === 1 ? near[0] : undefined;
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
const withoutDigits = (text: string): string => text.replace(/\d/g, '');
