using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learners;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Stages;

/// <summary>What decides how many environment steps and gradients the stages take, if no episode ends early.</summary>
/// <param name="Configuration">The run's configuration.</param>
/// <param name="Methods">The methods that it may name.</param>
/// <param name="Horizon">Steps of an episode.</param>
internal sealed record RunScale(ImproveConfiguration Configuration, MethodTable Methods, int Horizon)
{
    /// <summary>One task of one iteration.</summary>
    public StageWork Task => TaskOf(Configuration.Meta.Learner);

    /// <summary>The meta-training, without its validations.</summary>
    public StageWork Training => (double)Configuration.Meta.Iterations * Configuration.Meta.TasksPerIteration * Task;

    /// <summary>One adaptation with the scores that are reported.</summary>
    public StageWork Reported => Evaluation(Configuration.Scoring.ReportedOnly(Configuration.ScoredSteps));

    /// <summary>The methods that the run retrains with.</summary>
    public IEnumerable<Method> Retrained => Configuration.Retrain.Methods.Select(name => Methods[name]);

    /// <summary>The validations of a training.</summary>
    /// <param name="iterations">Its iterations.</param>
    /// <param name="validations">How many validations are wanted.</param>
    /// <returns>Their work.</returns>
    public StageWork Validations(int iterations, int validations)
    {
        int every = ValidateEvery(iterations, validations);
        int count = validations == 0 ? 0 : (iterations + every - 1) / every;
        return (double)count * Configuration.Tasks.Validation * Configuration.Scoring.Repeats * Reported;
    }

    /// <summary>One adaptation with its scores.</summary>
    public StageWork Evaluation(EvaluationOptions options)
        => new(AdaptationCost.Whole(options, Horizon), (double)options.Steps * options.AdaptationTrajectories * Horizon);

    /// <summary>One task of one iteration of a learner.</summary>
    public StageWork TaskOf(LearnerSettings learner) => new(learner.Load(Horizon).Steps, learner.Load(Horizon).Steps);

    /// <summary>Iterations between two validations.</summary>
    public static int ValidateEvery(int iterations, int validations)
        => validations > 0 ? Math.Max(1, iterations / validations) : iterations;
}
