namespace Xmrl.Trials.Recurrent;

/// <summary>The compiled parts of a policy with memory, shared by all workers.</summary>
/// <param name="policy">The policy.</param>
internal sealed class GruNetwork(GruPolicy policy)
{
    /// <summary>The policy.</summary>
    public GruPolicy Policy => policy;

    /// <summary>W·e(x) + b.</summary>
    public GruInput Input { get; } = new(policy.Body);

    /// <summary>The elementwise part of a step.</summary>
    public GruCell Cell { get; } = new(policy.MemorySize);
}
