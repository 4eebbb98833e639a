namespace Xmrl.Training.Configuration;

/// <summary>A node of a parsed configuration.</summary>
/// <param name="Where">File, line and column, or the override, for messages.</param>
internal abstract record ConfigurationNode(string Where)
{
    /// <summary>What it is, in an error's words.</summary>
    internal abstract string Describe();
}
