namespace Xmrl.Runs.Reports;

/// <summary>Which policy flew a path.</summary>
internal enum ReportPathPhase
{
    /// <summary>The base policy, adapted.</summary>
    Before,

    /// <summary>The repaired policy, adapted.</summary>
    After,
}
