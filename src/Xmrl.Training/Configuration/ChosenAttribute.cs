namespace Xmrl.Training.Configuration;

/// <summary>Says of a property that its key names a record, whose own keys stand beside it: <c>learner: proMp</c>, <c>epochs:
/// …</c>.</summary>
/// <remarks>A key of a record that was not chosen is an error that names the records that have it. It is read and forgotten where it says
/// nothing, or what that record has by default: configurations once held the keys of all records. A null for a key of the chosen record is
/// its default.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ChosenAttribute : Attribute
{
    /// <summary>What the records are, in messages: "learner".</summary>
    public abstract string Kind { get; }

    /// <summary>The records, in the order of messages.</summary>
    public abstract IReadOnlyList<RecordChoice> Choices { get; }

    /// <summary>Whether a key of a record that was not chosen is read and forgotten where it has that record's default.</summary>
    /// <param name="key">The key.</param>
    public virtual bool ForgetsDefault(string key) => true;

    /// <summary>Whether a key that the chosen record does not have is read and forgotten.</summary>
    /// <param name="chosen">The chosen record.</param>
    /// <param name="key">The key.</param>
    /// <param name="text">Its value as text; null for a list or a mapping.</param>
    /// <param name="isOverride">Whether somebody says it now, rather than a document that may be old.</param>
    public virtual bool Forgets(object chosen, string key, string? text, bool isOverride) => false;

    /// <summary>What to write instead of a key that the chosen record does not have.</summary>
    /// <param name="chosen">The chosen record.</param>
    /// <param name="key">The key.</param>
    /// <returns>A sentence; null for none.</returns>
    public virtual string? Instead(object chosen, string key) => null;
}
