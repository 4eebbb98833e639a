namespace Xmrl.Experiments.Explanations;

/// <summary>What a retraining method takes from the explanation stage, and is charged for.</summary>
internal enum ExplanationPart
{
    /// <summary>Nothing; how many tasks are poor or critical costs no environment steps.</summary>
    None,

    /// <summary>Which validation tasks are poor.</summary>
    PoorTasks,

    /// <summary>Which training tasks matter for the poor ones as well.</summary>
    Whole,
}
