using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Training.Loop;

namespace Xmrl.Benchmarks.Training;

/// <summary>Real iterations of three trainings on one thread: the drone experiment, <see cref="IterationBenchmark"/> and the HalfCheetah's
/// velocity experiment. The operations that their gradients need are counted by formula (<see cref="GradientWork"/>) and compared with the
/// core's peak.</summary>
public static class TrainingBenchmark
{
    private static readonly (int WarmUps, int Iterations) s_many = (3, 9);
    private static readonly (int WarmUps, int Iterations) s_few = (1, 3);

    /// <summary>What is left out on this machine and why; null if nothing is.</summary>
    public static string? LeftOut => MuJoCoEngine.Status.IsAvailable ? null : $"HalfCheetah left out: {MuJoCoEngine.Status.Sentence}";

    /// <summary>Measures on the calling thread; takes about half a minute.</summary>
    /// <param name="cancellation">Checked between tasks.</param>
    /// <returns>One result per training.</returns>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IReadOnlyList<TrainingResult> Run(CancellationToken cancellation)
    {
        List<TrainingResult> results =
        [
            Measure(DroneExperiment.Name, DroneExperiment.Configuration, s_many, cancellation),
            MeasureIteration(cancellation),
        ];
        if (LeftOut is null)
        {
            LocomotionFamily family = new(Robot.HalfCheetah, Goal.Velocity);
            results.Add(Measure("halfcheetah-velocity", LocomotionExperiments.Configuration(family), s_few, cancellation));
        }

        return results;
    }

    /// <summary>The base training of an experiment, from its first parameters.</summary>
    private static TrainingResult Measure(
        string name, ImproveConfiguration configuration, (int WarmUps, int Iterations) length, CancellationToken cancellation)
    {
        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        IPolicy policy = LearnerFactory.Policy(configuration.Policy, family.Spec);
        using WorkPool pool = new(1);
        using IMetaLearner created = configuration.Meta.Learner.Create(new LearnerParts { Family = family, Policy = policy, Pool = pool });
        GradientLearner learner = (GradientLearner)created;
        OuterSchedule schedule = configuration.Meta.Learner.Schedule(configuration.Meta.Iterations);
        IOuterStep outerStep = learner.Options.OuterStep(schedule, learner.ParameterCount);
        return new MeasuredTraining(learner, outerStep, configuration.Meta.TasksPerIteration)
            .Run(name, length.WarmUps, length.Iterations, cancellation);
    }

    private static TrainingResult MeasureIteration(CancellationToken cancellation)
    {
        using WorkPool pool = new(1);
        using GradientLearner learner = IterationBenchmark.CreateLearner(pool);
        return new MeasuredTraining(learner, IterationBenchmark.CreateOuterStep(), IterationBenchmark.Tasks)
            .Run(IterationBenchmark.Name(learner), s_many.WarmUps, s_many.Iterations, cancellation);
    }
}
