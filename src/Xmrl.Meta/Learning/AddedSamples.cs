using Xmrl.Rl.Environments;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learning;

/// <summary>Samples that join a task's own.</summary>
public record AddedSamples
{
    /// <summary>The samples with weighted advantages, each a trajectory of its own; null where none was feasible.</summary>
    public SampleBatch? Batch { get; init; }

    /// <summary>The union of own and added samples is multiplied with this: ½ makes it a mean over both again.</summary>
    public double UnionScale { get; init; } = 1;

    /// <summary>Environment steps taken.</summary>
    public long Interactions { get; init; }

    /// <summary>Samples that the environment refused.</summary>
    public int Infeasible { get; init; }

    /// <summary>What the environment's physics engine did for them; zero without one.</summary>
    public EngineUse Engine { get; init; }
}
