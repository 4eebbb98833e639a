using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Robustness;

/// <summary>A learner of the study, with the trajectories and actions that it was scored by there.</summary>
/// <param name="Label">Name in tables.</param>
/// <param name="Score">Which trajectories its curves are means of.</param>
/// <param name="Actions">Which actions these have; the study states them for none, its public code says them.</param>
internal sealed record StudyLearner(string Label, ScoreKind Score, ActionKind Actions)
{
    /// <summary>PEARL.</summary>
    public static StudyLearner Pearl { get; } = new("PEARL", ScoreKind.Last, ActionKind.Mean);

    /// <summary>RL².</summary>
    public static StudyLearner Rl2 { get; } = new("RL²", ScoreKind.All, ActionKind.Sampled);

    /// <summary>MAML with proximal policy optimization outside.</summary>
    public static StudyLearner MamlPpo { get; } = new("MAML-PPO", ScoreKind.Last, ActionKind.Sampled);

    /// <summary>MAML with a trust region outside.</summary>
    public static StudyLearner MamlTrpo { get; } = new("MAML-TRPO", ScoreKind.Last, ActionKind.Sampled);

    /// <summary>How it is scored, in words.</summary>
    public string Scored => $"{Label} by {(Score == ScoreKind.Last ? "its last trajectories" : "all trajectories")} with "
        + $"{(Actions == ActionKind.Mean ? "mean" : "sampled")} actions";
}
