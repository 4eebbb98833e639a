using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;

namespace Xmrl.Studies;

/// <summary>Scores policies on tasks, always with the same random numbers.</summary>
/// <param name="episodes">Episodes that an adaptation without a buffer sees, and episodes of a score with mean actions, and as many with
/// sampled ones.</param>
/// <param name="key">Random numbers, which depend on seed and task alone.</param>
/// <param name="token">Checked between adaptations.</param>
internal sealed class StoredScores((int Own, int Scored) episodes, RandomKey key, CancellationToken token)
{
    /// <summary>Mean returns before adaptation and after one step of it.</summary>
    /// <param name="learner">The learner, which decides what is adapted to.</param>
    /// <param name="parameters">Meta-parameters θ, before adaptation. Shape [P].</param>
    /// <param name="tasks">The tasks.</param>
    /// <returns>The returns of every task.</returns>
    /// <exception cref="ArithmeticException">A score is not finite.</exception>
    public (AdaptedScore Before, AdaptedScore After) Of(IMetaLearner learner, Real[] parameters, IReadOnlyList<MdpTask> tasks)
    {
        TaskScores[] scores = new AdaptationEvaluator(learner).Evaluate(
            parameters, tasks,
            new EvaluationOptions
            {
                Steps = 1,
                AdaptationTrajectories = episodes.Own,
                SampledTrajectories = episodes.Scored,
                MeanTrajectories = episodes.Scored,
                Repeats = 1,
            },
            key, token);
        NumericalFailure.Check([.. scores.Select(task => task.MeanActions[^1])], index => $"The score of task {index}");
        return (At(0), At(1));

        AdaptedScore At(int step)
            => new([.. scores.Select(task => task.MeanActions[step])], [.. scores.Select(task => task.Sampled[step])]);
    }
}
