namespace Xmrl.Runs.Reports.Pictures;

/// <summary>Which policy made an episode.</summary>
internal enum ReportPhase
{
    /// <summary>The base policy, adapted.</summary>
    Before,

    /// <summary>The repaired policy, adapted.</summary>
    After,
}
