using System.Collections.Immutable;
using Xmrl.External;
using Xmrl.Rl.Environments;

namespace Xmrl.Training.Sources;

/// <summary>An environment in a program that somebody else started and that listens: <c>{connect: "unix:/run/env-{worker}.sock"}</c>. See
/// docs/external-environments.md.</summary>
internal sealed record ConnectedEnvironment : EnvironmentSource
{
    /// <summary><c>unix:</c> and the path of a socket, in which <c>{worker}</c> stands for the number of the worker.</summary>
    public string Connect { get; init; } = "";

    /// <summary>Seconds that an answer may take, in (0, 86400]. Default 30 (chosen by us).</summary>
    /// <unit>seconds</unit>
    public double TimeoutSeconds { get; init; } = ExternalOptions.DefaultTimeoutSeconds;

    /// <inheritdoc/>
    internal override ImmutableArray<string> Doubts => StartedPrograms.Open(Options, Id).Doubt is { } doubt ? [doubt] : [];

    private ExternalOptions Options => new() { Connect = Connect, TimeoutSeconds = TimeoutSeconds };

    /// <inheritdoc/>
    internal override EnvironmentSource Resolve(string folder) => this with { Id = Open().Spec.Id };

    /// <inheritdoc/>
    internal override IEnvironmentFamily Open() => StartedPrograms.Open(Options, Id);
}
