namespace Xmrl.Offline.Learning;

/// <summary>What an adaptation at the end of the training, or in an evaluation, sees.</summary>
internal enum AdaptSource
{
    /// <summary>Rows of the task's own buffer; own episodes for a task without one.</summary>
    Buffer,

    /// <summary>Episodes of the meta-policy, which cost interactions.</summary>
    Own,

    /// <summary>Rows of another task's buffer, a control.</summary>
    Other,

    /// <summary>Nothing: the meta-policy as it is, a control.</summary>
    None,

    /// <summary>As the buffer, of its first third of steps alone.</summary>
    Early,

    /// <summary>As the buffer, of its last third of steps alone.</summary>
    Late,
}
