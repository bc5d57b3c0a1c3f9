/** What may be said of the load balancer of {@link https}; all of it in YAML. */
interface Said {
  /** Rules of the load balancer's security group: `SecurityGroupIngress: [...]`. */
  readonly rules: string;
  readonly groups?: string;
  readonly port?: string;
  readonly actions?: readonly string[];
  readonly more?: string;
}

/** A load balancer that listens for HTTPS, behind a security group. What is `Hidden…` nobody knows. */
export const https = ({ rules, groups = '[!Ref AlbGroup]', port = '443', actions = [], more = '' }: Said): string => `
Parameters:
  Hidden: { Type: String }
  HiddenPort: { Type: Number }
  HiddenGroup: { Type: AWS::EC2::SecurityGroup::Id }
  OtherPort: { Type: Number, Default: 80 }
  OtherCidr: { Type: String, Default: 10.0.0.0/8 }
  OtherDomain: { Type: String, Default: okta.com }
  OtherScheme: { Type: String, Default: http }
Resources:
  AlbGroup:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: load balancer, ${rules} }
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: { Subnets: [subnet-1, subnet-2], SecurityGroups: ${groups} }
  Https:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Alb
      Port: ${port}
      Protocol: HTTPS
      DefaultActions:
${[...actions, '{ Type: fixed-response, Order: 2, FixedResponseConfig: { StatusCode: "200" } }'].map((action) => `        - ${action}\n`).join('')}  ${more}
`;

/** A rule of a security group for one port or, with `..`, a range of them. */
export function rule(ports: string, peer = 'CidrIp: 0.0.0.0/0', protocol = 'tcp'): string {
  const [first = '', last = first] = ports.split('..');
  return `{ IpProtocol: ${protocol}, FromPort: ${first}, ToPort: ${last}, ${peer} }`;
}
