namespace Xmrl.Training.Configuration;

/// <summary>Says of a record class that it is written as one text or as a mapping, of whose keys one tells which of several records it
/// is: <c>environment: Drone-v1</c>, or <c>environment: {assembly: My.dll, id: My-v1}</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal abstract class ShapedAttribute : Attribute
{
    /// <summary>What the text is, in messages: "an environment's id".</summary>
    public abstract string TextName { get; }

    /// <summary>The records that mappings stand for, by the key that tells them. Several keys may tell the same.</summary>
    public abstract IReadOnlyList<RecordChoice> Mappings { get; }

    /// <summary>The record that a text stands for.</summary>
    /// <param name="text">The text.</param>
    public abstract object FromText(string text);

    /// <summary>The text that a record is written as.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The text; null for one that is written as a mapping.</returns>
    public abstract string? ToText(object record);

    /// <summary>The text of a value that is written as one.</summary>
    /// <param name="value">Any value of a configuration.</param>
    /// <returns>The text; null for every other value.</returns>
    internal static string? TextOf(object value)
        => GetCustomAttribute(value.GetType(), typeof(ShapedAttribute)) is ShapedAttribute shaped ? shaped.ToText(value) : null;
}
