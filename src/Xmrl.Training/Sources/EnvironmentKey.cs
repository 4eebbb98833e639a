namespace Xmrl.Training.Sources;

/// <summary>The key of a configuration that decides what its other keys are by default.</summary>
internal sealed record EnvironmentKey
{
    /// <summary>Where the environments come from.</summary>
    public required EnvironmentSource Environment { get; init; }
}
