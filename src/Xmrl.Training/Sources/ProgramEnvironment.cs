using System.Collections.Immutable;
using Xmrl.External;
using Xmrl.Rl.Environments;

namespace Xmrl.Training.Sources;

/// <summary>An environment in a child process: <c>{command: [python3, my_env.py], timeoutSeconds: 30}</c>. See
/// docs/external-environments.md.</summary>
internal sealed record ProgramEnvironment : EnvironmentSource
{
    /// <summary>Program and arguments, started once per worker. A program that holds a slash is meant from <see cref="Folder"/>.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Seconds that an answer may take, in (0, 86400]. Default 30 (chosen by us).</summary>
    /// <unit>seconds</unit>
    public double TimeoutSeconds { get; init; } = ExternalOptions.DefaultTimeoutSeconds;

    /// <summary>Folder that the program runs in, from that of the configuration file; a full path once it is resolved.</summary>
    public string Folder { get; init; } = "";

    /// <inheritdoc/>
    internal override ImmutableArray<string> Doubts => StartedPrograms.Open(Options, Id).Doubt is { } doubt ? [doubt] : [];

    private ExternalOptions Options => new() { Command = Command, TimeoutSeconds = TimeoutSeconds, Folder = Folder };

    /// <summary>Equality of all keys.</summary>
    /// <param name="other">Another source.</param>
    public bool Equals(ProgramEnvironment? other) => other is not null && Id == other.Id && Options.Equals(other.Options);

    /// <summary>A hash that agrees with <see cref="Equals(ProgramEnvironment?)"/>; stable within one process only.</summary>
    public override int GetHashCode() => HashCode.Combine(Id, Options);

    /// <inheritdoc/>
    internal override EnvironmentSource Resolve(string folder)
    {
        ProgramEnvironment full = this with { Folder = Path.GetFullPath(Folder, folder) };
        return full with { Id = full.Open().Spec.Id };
    }

    /// <inheritdoc/>
    internal override IEnvironmentFamily Open() => StartedPrograms.Open(Options, Id);
}
