import { fileURLToPath } from 'node:url';
import { App, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { EcsApplication, EcsDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { InstanceClass, InstanceSize, InstanceType, Vpc } from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedEc2Service, ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';

// Apps as people write them, each with one fault that can be left out.

const env = { account: '111122223333', region: 'eu-west-1' };
const nginx = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1.27');

const vpcIn = (scope) => new Vpc(scope, 'Vpc', { maxAzs: 2, natGateways: 1 });

/** A Fargate service by the pattern, and a file that looks like a template; faulty: health checks go to a port that nobody serves. */
export const fargate = (app, faulty) => {
  const stack = new Stack(app, 'Shop', { env });
  new Asset(stack, 'Example', {
    path: fileURLToPath(new URL('../../fixtures/apps/orders-service.yaml', import.meta.url)),
  });
  const web = new ApplicationLoadBalancedFargateService(stack, 'Web', {
    vpc: vpcIn(stack),
    desiredCount: 2,
    minHealthyPercent: 100,
    taskImageOptions: { image: nginx, containerPort: 80 },
  });
  web.targetGroup.configureHealthCheck({ path: '/', port: faulty ? '9090' : 'traffic-port' });
};

/** Containers that get a random host port each; faulty: nothing tells CDK whose security group to open for them. */
export const dynamicPorts = (app, faulty) => {
  const stack = new Stack(app, 'Shop', { env });
  const vpc = vpcIn(stack);
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const instances = new AutoScalingGroup(stack, 'Instances', {
    vpc,
    instanceType: InstanceType.of(InstanceClass.T3, InstanceSize.MEDIUM),
    machineImage: ecs.EcsOptimizedImage.amazonLinux2023(),
    minCapacity: 2,
  });
  cluster.addAsgCapacityProvider(new ecs.AsgCapacityProvider(stack, 'Capacity', { autoScalingGroup: instances }));
  if (!faulty) cluster.connections.addSecurityGroup(...instances.connections.securityGroups);
  const web = new ApplicationLoadBalancedEc2Service(stack, 'Web', {
    cluster,
    memoryLimitMiB: 256,
    desiredCount: 2,
    minHealthyPercent: 100,
    taskImageOptions: { image: nginx, containerPort: 80 },
  });
  web.targetGroup.configureHealthCheck({ path: '/' });
};

class Entrance extends Stack {
  constructor(scope, id, idleTimeout, props) {
    super(scope, id, props);
    this.vpc = vpcIn(this);
    const balancer = new elb.ApplicationLoadBalancer(this, 'Alb', {
      vpc: this.vpc,
      internetFacing: true,
      idleTimeout: Duration.seconds(idleTimeout),
    });
    this.listener = balancer.addListener('Http', {
      port: 80,
      defaultAction: elb.ListenerAction.fixedResponse(404),
    });
  }
}

function serviceIn(scope, vpc) {
  const taskDefinition = new ecs.FargateTaskDefinition(scope, 'Task', { cpu: 256, memoryLimitMiB: 512 });
  taskDefinition.addContainer('web', { image: nginx, portMappings: [{ containerPort: 80 }] });
  return new ecs.FargateService(scope, 'Service', {
    cluster: new ecs.Cluster(scope, 'Cluster', { vpc }),
    taskDefinition,
    desiredCount: 2,
    minHealthyPercent: 100,
    healthCheckGracePeriod: Duration.seconds(60),
  });
}

class Service extends Stack {
  constructor(scope, id, { vpc, listener }, props) {
    super(scope, id, props);
    const targets = new elb.ApplicationTargetGroup(this, 'Targets', {
      vpc,
      port: 80,
      targets: [serviceIn(this, vpc)],
      healthCheck: { path: '/' },
    });
    new elb.ApplicationListenerRule(this, 'Rule', {
      listener,
      priority: 10,
      conditions: [elb.ListenerCondition.pathPatterns(['/shop/*'])],
      targetGroups: [targets],
    });
  }
}

/** Load balancer and service in two stacks; faulty: nginx closes connections that the load balancer still uses. */
export const twoStacks = (app, faulty) => {
  const entrance = new Entrance(app, 'Entrance', faulty ? 300 : 60, { env });
  new Service(app, 'Shop', entrance, { env });
};

/** The same two stacks, of which one asks for the outputs of the other, as CDK will have it for new apps. */
export const weakReferences = (app, faulty) => {
  app.node.setContext('@aws-cdk/core:defaultCrossStackReferences', 'weak');
  twoStacks(app, faulty);
};

/** A stack for each of two stages, of the same name in another region; faulty: as in two stacks, in production only. */
export const stages = (app, faulty) => {
  class Deployment extends Stage {
    constructor(scope, id, idleTimeout, props) {
      super(scope, id, props);
      const entrance = new Entrance(this, 'Entrance', idleTimeout, { stackName: 'entrance' });
      new Service(this, 'Shop', entrance, { stackName: 'shop' });
    }
  }
  new Deployment(app, 'Test', 60, { env });
  new Deployment(app, 'Production', faulty ? 300 : 60, { env: { ...env, region: 'eu-central-1' } });
};

/** The service in a nested stack; faulty: health checks go to a port that its security group does not open. */
export const nestedStack = (app, faulty) => {
  const entrance = new Entrance(app, 'Shop', 60, { env });
  const nested = new NestedStack(entrance, 'Inner');
  const service = serviceIn(nested, entrance.vpc);
  entrance.listener.addTargets('Targets', {
    port: 80,
    targets: [service],
    healthCheck: { path: '/', port: faulty ? '9090' : 'traffic-port' },
    priority: 10,
    conditions: [elb.ListenerCondition.pathPatterns(['/shop/*'])],
  });
};

/** Two target groups between which CodeDeploy shifts traffic; faulty: one of them is checked on another port. */
export const blueGreen = (app, faulty) => {
  const stack = new Stack(app, 'Shop', { env });
  const vpc = vpcIn(stack);
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { cpu: 256, memoryLimitMiB: 512 });
  taskDefinition.addContainer('web', { image: nginx, portMappings: [{ containerPort: 80 }] });
  const service = new ecs.FargateService(stack, 'Service', {
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc }),
    taskDefinition,
    desiredCount: 2,
    minHealthyPercent: 100,
    healthCheckGracePeriod: Duration.seconds(60),
    deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY },
  });
  const balancer = new elb.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true });
  const group = (id, port) =>
    new elb.ApplicationTargetGroup(stack, id, {
      vpc,
      port: 80,
      targetType: elb.TargetType.IP,
      healthCheck: { path: '/', port },
    });
  const blue = group('Blue', faulty ? '9090' : 'traffic-port');
  const green = group('Green', 'traffic-port');
  const listener = balancer.addListener('Http', { port: 80, defaultTargetGroups: [blue] });
  const testListener = balancer.addListener('Test', {
    port: 8080,
    protocol: elb.ApplicationProtocol.HTTP,
    defaultTargetGroups: [green],
  });
  service.attachToApplicationTargetGroup(blue);
  new EcsDeploymentGroup(stack, 'Deployments', {
    application: new EcsApplication(stack, 'Application'),
    service,
    blueGreenDeploymentConfig: { blueTargetGroup: blue, greenTargetGroup: green, listener, testListener },
  });
};

/** Synthesises an app into a folder. */
export function synthesise(make, outdir, faulty) {
  const app = new App({ outdir });
  make(app, faulty);
  app.synth();
}
