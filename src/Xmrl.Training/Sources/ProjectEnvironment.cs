using Xmrl.Rl.Environments;

namespace Xmrl.Training.Sources;

/// <summary>An environment of a C# project, which is built first: <c>{project: My.csproj, id: My-v1}</c>. The id may be left out where the
/// project has one environment.</summary>
internal sealed record ProjectEnvironment : EnvironmentSource
{
    /// <summary>Path of the .csproj file, from the folder of the configuration file; a full path once it is resolved.</summary>
    public string Project { get; init; } = "";

    /// <inheritdoc/>
    internal override string AssemblyPath => OwnEnvironments.PathGiven(Id) ?? OwnEnvironments.Build(Project);

    /// <inheritdoc/>
    internal override EnvironmentSource Resolve(string folder)
    {
        ProjectEnvironment full = this with { Project = Path.GetFullPath(Project, folder) };
        return full with { Id = full.Open().Spec.Id };
    }

    /// <inheritdoc/>
    internal override IEnvironmentFamily Open() => OwnEnvironments.Given(Id) ?? OwnEnvironments.Find(OwnEnvironments.Build(Project), Id);
}
