using Xmrl.Rl.Environments;

namespace Xmrl.Training.Sources;

/// <summary>An environment of Xmrl, or of an assembly that the program was given, by its id alone.</summary>
internal sealed record NamedEnvironment : EnvironmentSource
{
    /// <inheritdoc/>
    internal override EnvironmentSource Resolve(string folder)
        => OwnEnvironments.PathGiven(Id) is { } path ? new AssemblyEnvironment { Id = Id, Assembly = path } : this;

    /// <inheritdoc/>
    internal override IEnvironmentFamily Open() => OwnEnvironments.Given(Id) ?? KnownEnvironments.Find(Id);
}
