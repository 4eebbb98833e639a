using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Samples.OwnEnvironment;

SingleEnvironmentFamily family = Thermostat.Family;
var policy = new GaussianMlpPolicy(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [16], InitialLogStd = -1 });
using var pool = new WorkPool(Environment.ProcessorCount);
using var learner = new GradientLearner(family, policy, new LearnerOptions { InnerStepSize = 0.3 }, () => new LinearTimeFeatures(1), pool);
var theta = new Real[learner.ParameterCount];
learner.Initialize(RandomKey.FromSeed(1), theta);
IMetaTraining training = learner.Begin(theta, new OuterSchedule(StepSize: 0.01, FinalShare: 0.1, Iterations: 60));
double untrained = Score();
for (int k = 0; k < 60; k++)
{
    RandomKey key = RandomKey.FromSeed(2).Derive(k);
    training.Iterate([.. Enumerable.Range(0, 10).Select(i => new TaskPlan { MdpTask = family.SampleTask(key, i) })], key);
}

Console.WriteLine($"Return after one adaptation step on 30 unseen tasks: {untrained:f2} before meta-training, {Score():f2} after it.");

double Score()
{
    var unseen = Enumerable.Range(0, 30).Select(i => family.SampleTask(RandomKey.FromSeed(3), i)).ToArray();
    return new AdaptationEvaluator(learner)
        .Evaluate(training.Parameters, unseen, new EvaluationOptions(), RandomKey.FromSeed(4))
        .Average(s => s.MeanActions[1]);
}
