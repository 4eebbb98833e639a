using Xmrl.Rl.Environments;

namespace Xmrl.Training.Sources;

/// <summary>An environment of an assembly: <c>{assembly: bin/My.dll, id: My-v1}</c>. The id may be left out where the assembly has one
/// environment.</summary>
internal sealed record AssemblyEnvironment : EnvironmentSource
{
    /// <summary>Path of the .dll file, from the folder of the configuration file; a full path once it is resolved.</summary>
    public string Assembly { get; init; } = "";

    /// <inheritdoc/>
    internal override string AssemblyPath => OwnEnvironments.PathGiven(Id) ?? Assembly;

    /// <inheritdoc/>
    internal override EnvironmentSource Resolve(string folder)
    {
        string path = OwnEnvironments.PathGiven(Id) ?? Path.GetFullPath(Assembly, folder);
        return this with { Assembly = path, Id = OwnEnvironments.Find(path, Id).Spec.Id };
    }

    /// <inheritdoc/>
    internal override IEnvironmentFamily Open() => OwnEnvironments.Given(Id) ?? OwnEnvironments.Find(Assembly, Id);
}
