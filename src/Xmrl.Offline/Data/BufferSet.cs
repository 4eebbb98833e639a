namespace Xmrl.Offline.Data;

/// <summary>The set that a task and its buffer belong to.</summary>
internal enum BufferSet
{
    /// <summary>Tasks that the meta-policy trains on.</summary>
    Training,

    /// <summary>Tasks that are scored during the training.</summary>
    Validation,

    /// <summary>Tasks of the reported figures.</summary>
    Test,
}
