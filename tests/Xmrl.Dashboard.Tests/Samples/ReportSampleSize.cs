namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>How large a sample report is.</summary>
public sealed record ReportSampleSize
{
    public int TrainingTasks { get; init; } = 50;

    public int ValidationTasks { get; init; } = 30;

    public int TestTasks { get; init; } = 100;

    public int CurvePoints { get; init; } = 200;
}
