using System.Collections.Immutable;

namespace Xmrl.Exporting;

/// <summary>A policy with its parameters, ready to be written for other programs.</summary>
internal interface IExportedPolicy
{
    /// <summary>Name of the graph.</summary>
    string Name { get; }

    /// <summary>Where the policy comes from: text by name.</summary>
    ImmutableSortedDictionary<string, string> Metadata { get; }

    /// <summary>The files that <see cref="Write"/> makes.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="format">Its format.</param>
    /// <returns>The path, and what else is written beside it.</returns>
    IReadOnlyList<string> Files(string path, ExportFormat format) => [path];

    /// <summary>Writes the policy, every file atomically.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="format">Its format.</param>
    /// <exception cref="Xmrl.Training.Configuration.ConfigurationException">The format has no place for such a policy.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    void Write(string path, ExportFormat format);
}
