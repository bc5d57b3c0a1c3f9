/** A stack of so many resources in all: services behind one load balancer, some of them faulty, and roles up to the number. */
export function stack({ name = 'shop', services, resources, variables, faulty = () => false, use }) {
  const made = shared(name);
  for (let i = 0; i < services; i++) Object.assign(made, service(i, { name, variables, faulty: faulty(i), use }));
  for (let i = 0, roles = resources - Object.keys(made).length; i < roles; i++)
    made[`Role${i}`] = role(name, `Role${i}`);
  return {
    Description: `${services} services behind one load balancer`,
    Resources: made,
    Outputs: { ClusterArn: { Value: arn('Cluster'), Export: { Name: `${name}:ClusterArn` } } },
  };
}

const arn = (id) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const metadata = (name, path) => ({ 'aws:cdk:path': `${name}/${path}/Resource` });

const role = (name, id) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  },
  Metadata: metadata(name, id),
});

function shared(name) {
  return {
    AlbGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: `load balancer of ${name}`,
        VpcId: 'vpc-0a1b2c3d4e5f60718',
        SecurityGroupIngress: [80, 443].map((port) => ({
          IpProtocol: 'tcp',
          FromPort: port,
          ToPort: port,
          CidrIp: '0.0.0.0/0',
        })),
      },
      Metadata: metadata(name, 'AlbGroup'),
    },
    Alb: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: {
        Scheme: 'internet-facing',
        Subnets: ['subnet-0a1b2c3d4e5f60711', 'subnet-0a1b2c3d4e5f60712'],
        SecurityGroups: [{ 'Fn::GetAtt': ['AlbGroup', 'GroupId'] }],
        LoadBalancerAttributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '60' }],
      },
      Metadata: metadata(name, 'Alb'),
    },
    Http: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Alb' },
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [
          { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
        ],
      },
      Metadata: metadata(name, 'Http'),
    },
    Https: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Alb' },
        Port: 443,
        Protocol: 'HTTPS',
        Certificates: [
          { CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0f9e8d7c-6b5a-4c3d-9e1f-0a2b3c4d5e6f' },
        ],
        DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      },
      Metadata: metadata(name, 'Https'),
    },
    Cluster: { Type: 'AWS::ECS::Cluster', Metadata: metadata(name, 'Cluster') },
    LogGroup: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { RetentionInDays: 30 },
      Metadata: metadata(name, 'LogGroup'),
    },
    ExecutionRole: role(name, 'ExecutionRole'),
  };
}

/** A security group, a target group, a rule, a task definition and a service; a faulty one's port is closed. */
function service(i, { name, variables, faulty, use }) {
  const port = 8080;
  const open = faulty ? 8081 : port;
  return {
    [`Group${i}`]: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: `tasks of service ${i}`,
        VpcId: 'vpc-0a1b2c3d4e5f60718',
        SecurityGroupIngress: [
          {
            Description: 'from the load balancer',
            IpProtocol: 'tcp',
            FromPort: open,
            ToPort: open,
            SourceSecurityGroupId: { 'Fn::GetAtt': ['AlbGroup', 'GroupId'] },
          },
        ],
      },
      Metadata: metadata(name, `Service${i}/Group`),
    },
    [`Targets${i}`]: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: {
        VpcId: 'vpc-0a1b2c3d4e5f60718',
        TargetType: 'ip',
        Port: port,
        Protocol: 'HTTP',
        HealthCheckPath: '/health',
        HealthCheckIntervalSeconds: 15,
        TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '60' }],
      },
      Metadata: metadata(name, `Service${i}/Targets`),
    },
    [`Rule${i}`]: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        ListenerArn: { Ref: 'Https' },
        Priority: i + 1,
        Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: [`/service-${i}/*`] } }],
        Actions: [{ Type: 'forward', TargetGroupArn: { Ref: `Targets${i}` } }],
      },
      Metadata: metadata(name, `Service${i}/Rule`),
    },
    [`Task${i}`]: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: `${name}-service-${i}`,
        RequiresCompatibilities: ['FARGATE'],
        NetworkMode: 'awsvpc',
        Cpu: '512',
        Memory: '1024',
        ExecutionRoleArn: arn('ExecutionRole'),
        ContainerDefinitions: [
          {
            Name: 'app',
            Image: {
              'Fn::Sub': `\${AWS::AccountId}.dkr.ecr.\${AWS::Region}.\${AWS::URLSuffix}/service-${i}:1.${i}`,
            },
            Command: ['gunicorn', '--bind', `0.0.0.0:${port}`, '--threads', '8', '--keep-alive', '75', 'app.wsgi'],
            StopTimeout: 90,
            PortMappings: [{ ContainerPort: port, Protocol: 'tcp' }],
            Environment: Array.from({ length: variables }, (_, n) => ({
              Name: `SETTING_${n}`,
              Value: `value ${n} of service ${i}`,
            })),
            LogConfiguration: {
              LogDriver: 'awslogs',
              Options: {
                'awslogs-group': { Ref: 'LogGroup' },
                'awslogs-region': { Ref: 'AWS::Region' },
                'awslogs-stream-prefix': `service-${i}`,
              },
            },
          },
        ],
      },
      Metadata: metadata(name, `Service${i}/Task`),
    },
    [`Service${i}`]: {
      Type: 'AWS::ECS::Service',
      DependsOn: [`Rule${i}`],
      Properties: {
        Cluster: use ?? arn('Cluster'),
        TaskDefinition: { Ref: `Task${i}` },
        LaunchType: 'FARGATE',
        DesiredCount: 2,
        DeploymentConfiguration: {
          MinimumHealthyPercent: 100,
          MaximumPercent: 200,
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        },
        HealthCheckGracePeriodSeconds: 120,
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            AssignPublicIp: 'DISABLED',
            Subnets: ['subnet-0a1b2c3d4e5f60713', 'subnet-0a1b2c3d4e5f60714'],
            SecurityGroups: [{ 'Fn::GetAtt': [`Group${i}`, 'GroupId'] }],
          },
        },
        LoadBalancers: [{ ContainerName: 'app', ContainerPort: port, TargetGroupArn: { Ref: `Targets${i}` } }],
      },
      Metadata: metadata(name, `Service${i}/Service`),
    },
  };
}
