namespace Xmrl.Training.Configuration;

/// <summary>A list.</summary>
internal sealed record SequenceNode(string Where, List<ConfigurationNode> Items) : ConfigurationNode(Where)
{
    internal override string Describe() => "a list";
}
