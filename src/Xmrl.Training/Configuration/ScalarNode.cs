namespace Xmrl.Training.Configuration;

/// <summary>Text that stands for a number, a truth value, an enumeration's name, a string or nothing.</summary>
internal sealed record ScalarNode(string Where, string Text, bool Quoted) : ConfigurationNode(Where)
{
    private const int ShownLength = 40;

    internal bool IsNull => !Quoted && Text is "" or "~" or "null";

    internal override string Describe() =>
        IsNull ? "nothing"
        : (Quoted ? $"the text \"{Shown}\"" : Shown);

    private string Shown => Text.Length > ShownLength ? string.Concat(Text.AsSpan(0, ShownLength), "…") : Text;
}
