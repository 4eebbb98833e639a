using Xmrl.Experiments.Explanations;
using Xmrl.Explain.Influence;

namespace Xmrl.Experiments.Improvement;

/// <summary>Content of explanations/*.json: which validation tasks a stored meta-policy adapts to poorly, and which training tasks matter
/// for them.</summary>
internal sealed record RunExplanation
{
    /// <summary>Environment id.</summary>
    public required string Environment { get; init; }

    /// <summary>Key of the learner, whose hyper-gradients were used.</summary>
    public required string Learner { get; init; }

    /// <summary>What the scores measure.</summary>
    public required string Score { get; init; }

    /// <summary>Names of the task parameters.</summary>
    public required IReadOnlyList<string> TaskParameterNames { get; init; }

    /// <summary>What training and validation tasks are in words, by their ids; null where their parameters tell.</summary>
    public IReadOnlyDictionary<string, string>? TaskNames { get; init; }

    /// <summary>Parameters of the training tasks, in order.</summary>
    public required IReadOnlyList<double[]> Training { get; init; }

    /// <summary>Parameters of the validation tasks, in order.</summary>
    public required IReadOnlyList<double[]> Validation { get; init; }

    /// <summary>Poor and critical tasks, influence and agreement.</summary>
    public required StoredExplanation Found { get; init; }

    /// <summary>Positions of training tasks that harm the poor ones.</summary>
    public required int[] Harmful { get; init; }

    /// <summary>How well the planted training tasks were found; null where none are planted, or nothing is poor.</summary>
    public PlantedFinding? Planted { get; init; }

    /// <summary>What happens when training tasks are left out of a retraining; null where that was not asked for, or nothing is
    /// poor.</summary>
    public LeaveOutResult? LeaveOut { get; init; }
}
