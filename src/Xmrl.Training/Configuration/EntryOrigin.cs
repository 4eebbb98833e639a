namespace Xmrl.Training.Configuration;

/// <summary>Who wrote a key.</summary>
internal enum EntryOrigin
{
    /// <summary>It stands in the document.</summary>
    Document,

    /// <summary>The program wrote it: its own document, or a short variant of it. It yields where the user chose a record without
    /// it.</summary>
    Program,

    /// <summary>The user, over the document.</summary>
    Override,
}
