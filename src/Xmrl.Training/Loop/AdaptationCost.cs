using Xmrl.Meta.Evaluation;

namespace Xmrl.Training.Loop;

/// <summary>Environment steps of one adaptation, if no episode ends early.</summary>
internal static class AdaptationCost
{
    /// <summary>Of its scores.</summary>
    /// <param name="options">How it is scored.</param>
    /// <param name="horizon">Steps of an episode.</param>
    public static long Scoring(EvaluationOptions options, int horizon)
        => (options.LastStepOnly ? 1L : options.Steps + 1) * (options.SampledTrajectories + options.MeanTrajectories) * horizon;

    /// <summary>Of the adaptation and its scores.</summary>
    /// <param name="options">How it adapts and is scored.</param>
    /// <param name="horizon">Steps of an episode.</param>
    public static double Whole(EvaluationOptions options, int horizon)
        => ((double)options.Steps * options.AdaptationTrajectories * horizon) + Scoring(options, horizon);
}
