using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;

namespace Xmrl.Studies;

/// <summary>Scores policies on the test tasks, always with the same random numbers.</summary>
/// <param name="tasks">The tasks.</param>
/// <param name="ownEpisodes">Episodes that an adaptation without a buffer sees.</param>
/// <param name="key">Random numbers, which depend on seed and task alone.</param>
/// <param name="token">Checked between adaptations.</param>
internal sealed class BanditScores(IReadOnlyList<MdpTask> tasks, int ownEpisodes, RandomKey key, CancellationToken token)
{
    /// <summary>Mean returns before adaptation and after one step of it.</summary>
    /// <param name="learner">The learner, which decides what is adapted to.</param>
    /// <param name="parameters">Meta-parameters θ, before adaptation. Shape [P].</param>
    /// <returns>Means over the tasks, of one episode each.</returns>
    /// <exception cref="ArithmeticException">A score is not finite.</exception>
    public (AdaptedScore Before, AdaptedScore After) Of(IMetaLearner learner, Real[] parameters)
    {
        TaskScores[] scores = new AdaptationEvaluator(learner).Evaluate(
            parameters, tasks,
            new EvaluationOptions
            {
                Steps = 1,
                AdaptationTrajectories = ownEpisodes,
                SampledTrajectories = 1,
                MeanTrajectories = 1,
                Repeats = 1,
            },
            key, token);
        NumericalFailure.Check([.. scores.Select(task => task.MeanActions[^1])], index => $"The score of task {index}");
        return (Mean(0), Mean(1));

        AdaptedScore Mean(int step)
            => new(scores.Average(task => task.MeanActions[step]), scores.Average(task => task.Sampled[step]));
    }
}
