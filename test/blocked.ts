import { read } from '../src/source/read.ts';
import { plain } from '../src/source/tree.ts';

/** The rule that finds a fault in {@link blocked}. */
export const rule = 'sg-target-blocks-alb';

/** A load balancer whose targets are not reached: their group lets it in on `open` only. Lines keep their numbers. */
export const blocked = (open: number | string = 9090): string => `Resources:
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Subnets: [subnet-1, subnet-2]
      SecurityGroups: [!Ref AlbGroup]
  AlbGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: the load balancer
      VpcId: vpc-1
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Alb
      Port: 80
      Protocol: HTTP
      DefaultActions:
        - { Type: forward, TargetGroupArn: !Ref Targets }
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Port: 8080
      Protocol: HTTP
      TargetType: ip
      VpcId: vpc-1
      HealthCheckPath: /healthz
  TaskGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: the tasks
      VpcId: vpc-1
      SecurityGroupIngress:
        - IpProtocol: tcp
          FromPort: ${open}
          ToPort: ${open}
          SourceSecurityGroupId: !Ref AlbGroup
  Service:
    Type: AWS::ECS::Service
    DependsOn: Http
    Properties:
      LaunchType: FARGATE
      TaskDefinition: !Ref Task
      LoadBalancers:
        - { ContainerName: api, ContainerPort: 8080, TargetGroupArn: !Ref Targets }
      NetworkConfiguration:
        AwsvpcConfiguration:
          Subnets: [subnet-1, subnet-2]
          SecurityGroups: [!Ref TaskGroup]
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: awsvpc
      RequiresCompatibilities: [FARGATE]
      Cpu: "256"
      Memory: "512"
      ContainerDefinitions:
        - Name: api
          Image: example.com/api:1
          StopTimeout: 120
          PortMappings:
            - ContainerPort: 8080
`;

/** A template with `Metadata` at some of its resources, as JSON. */
export function withMetadata(text: string, metadata: Readonly<Record<string, unknown>>): string {
  const template = JSON.parse(JSON.stringify(plain(read({ path: 'template.yaml', text }))));
  for (const [id, stated] of Object.entries(metadata)) template.Resources[id].Metadata = stated;
  return JSON.stringify(template, null, 2);
}
