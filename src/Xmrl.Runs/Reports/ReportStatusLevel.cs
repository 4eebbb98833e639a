namespace Xmrl.Runs.Reports;

/// <summary>How serious a remark is.</summary>
internal enum ReportStatusLevel
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Read the figures with care.</summary>
    Warning,

    /// <summary>Part of the run failed.</summary>
    Error,
}
