namespace Xmrl.Rl.Environments;

/// <summary>Capability of a family that needs something which a user installs: it says whether that is here.</summary>
internal interface IInstalledApart
{
    /// <summary>What it needs and, after a colon, one sentence that says why that cannot be used here; null where it can.</summary>
    public string? Missing { get; }
}
