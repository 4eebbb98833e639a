using System.Collections.Immutable;
using Xmrl.Rl.Environments;

namespace Xmrl.Training.Sources;

/// <summary>Where a configuration's environments come from: the key <c>environment</c>. One file per kind; <see
/// cref="EnvironmentKindsAttribute"/> lists them with the key that tells each.</summary>
/// <remarks>A kind is a sealed record with a constructor without parameters, whose properties with <c>init</c> are its keys. Two sources
/// are equal if all keys are. An id alone is the environment of that id that comes with Xmrl or was given to the program.</remarks>
[EnvironmentKinds]
public abstract record EnvironmentSource
{
    /// <summary>Environment id; empty, before it is resolved, where the source has one environment alone.</summary>
    public string Id { get; init; } = "";

    /// <summary>The source that a run stores: with its id, and with everything that finds the same environments again from any folder.
    /// </summary>
    /// <param name="folder">Full path of the folder that relative paths are meant from.</param>
    /// <exception cref="Configuration.ConfigurationException">The environment is not there.</exception>
    internal abstract EnvironmentSource Resolve(string folder);

    /// <summary>The environments. Called many times in a run, so that a kind keeps what is dear to make.</summary>
    /// <exception cref="Configuration.ConfigurationException">The environment is not there.</exception>
    internal abstract IEnvironmentFamily Open();

    /// <summary>Full path of the assembly of a user's that the environments come from; null for all others.</summary>
    /// <exception cref="Configuration.ConfigurationException">Its project does not build.</exception>
    internal virtual string? AssemblyPath => null;

    /// <summary>What users are warned of, in sentences; opens the environments.</summary>
    /// <exception cref="Configuration.ConfigurationException">The environment is not there.</exception>
    internal virtual ImmutableArray<string> Doubts => [];

    /// <summary>The environment of an id.</summary>
    /// <param name="id">Environment id.</param>
    public static implicit operator EnvironmentSource(string id) => FromString(id);

    /// <summary>The environment of an id.</summary>
    /// <param name="id">Environment id.</param>
    /// <returns>The source.</returns>
    public static EnvironmentSource FromString(string id) => new NamedEnvironment { Id = id };

    /// <summary>The id.</summary>
    /// <returns>The id.</returns>
    public sealed override string ToString() => Id;
}
