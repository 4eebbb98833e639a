using Xmrl.Training.Configuration;

namespace Xmrl.Training.Sources;

/// <summary>The kinds of <see cref="EnvironmentSource"/> that a mapping can be, by the key that tells them.</summary>
internal sealed class EnvironmentKindsAttribute : ShapedAttribute
{
    private static readonly RecordChoice[] s_mappings =
    [
        new("assembly", new AssemblyEnvironment()),
        new("project", new ProjectEnvironment()),
        new("command", new ProgramEnvironment()),
        new("connect", new ConnectedEnvironment()),
    ];

    /// <inheritdoc/>
    public override string TextName => "an environment's id";

    /// <inheritdoc/>
    public override IReadOnlyList<RecordChoice> Mappings => s_mappings;

    /// <inheritdoc/>
    public override object FromText(string text) => EnvironmentSource.FromString(text);

    /// <inheritdoc/>
    public override string? ToText(object record) => record is NamedEnvironment named ? named.Id : null;
}
