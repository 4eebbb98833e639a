using Xmrl.Environments.Navigation2D;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;

var family = new Navigation2DFamily(new Navigation2DOptions { Horizon = 20 });
var policy = new GaussianMlpPolicy(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [32], InitialLogStd = -2.3 });
using var pool = new WorkPool(Environment.ProcessorCount);
using var learner = new GradientLearner(family, policy, new LearnerOptions { Trajectories = 10 }, () => new LinearTimeFeatures(2), pool);
var theta = new Real[learner.ParameterCount];
learner.Initialize(RandomKey.FromSeed(1), theta);
IMetaTraining training = learner.Begin(theta, new OuterSchedule(StepSize: 0.01, FinalShare: 0.1, Iterations: 100));
for (int k = 0; k < 100; k++)
{
    RandomKey key = RandomKey.FromSeed(2).Derive(k);
    training.Iterate([.. Enumerable.Range(0, 10).Select(i => new TaskPlan { MdpTask = family.SampleTask(key, i) })], key);
}

var unseen = Enumerable.Range(0, 50).Select(i => family.SampleTask(RandomKey.FromSeed(3), i)).ToArray();
TaskScores[] scores = new AdaptationEvaluator(learner)
    .Evaluate(training.Parameters, unseen, new EvaluationOptions(), RandomKey.FromSeed(4));
Console.WriteLine(
    $"Return on 50 unseen tasks: {scores.Average(s => s.MeanActions[0]):f2} before adaptation, "
        + $"{scores.Average(s => s.MeanActions[1]):f2} after one step.");
