namespace Xmrl.Runs.Reports.Explanations;

/// <summary>What a task is used for.</summary>
internal enum ReportTaskSet
{
    /// <summary>Trained on.</summary>
    Training,

    /// <summary>Used to find poor tasks and to choose between variants.</summary>
    Validation,

    /// <summary>Used for the reported figures alone.</summary>
    Test,
}
