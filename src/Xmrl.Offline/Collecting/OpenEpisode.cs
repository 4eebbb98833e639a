namespace Xmrl.Offline.Collecting;

/// <summary>An episode while it is recorded.</summary>
/// <param name="policy">Number of the policy that began it.</param>
internal sealed class OpenEpisode(int policy)
{
    /// <summary>Number of the policy that began it.</summary>
    public int Policy { get; } = policy;

    /// <summary>Observations before each step, row after row.</summary>
    public List<float> Observations { get; } = [];

    /// <summary>Executed actions, row after row.</summary>
    public List<float> Actions { get; } = [];

    /// <summary>Rewards.</summary>
    public List<float> Rewards { get; } = [];

    /// <summary>The newest observation. Shape [O].</summary>
    public Real[] Final { get; set; } = [];

    /// <summary>Whether the process ended.</summary>
    public bool Terminated { get; set; }
}
