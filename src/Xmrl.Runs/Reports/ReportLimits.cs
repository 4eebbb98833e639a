namespace Xmrl.Runs.Reports;

/// <summary>Bounds of a report, generous enough for every experiment of this project and small enough for a browser.</summary>
internal static class ReportLimits
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int FileBytes = 64 * 1024 * 1024;

    /// <summary>Longest text (the configuration), in characters.</summary>
    public const int TextLength = 1 << 20;

    /// <summary>Most tasks.</summary>
    public const int Tasks = 10_000;

    /// <summary>Most parameters of one task.</summary>
    public const int Parameters = 64;

    /// <summary>Most methods.</summary>
    public const int Methods = 100;

    /// <summary>Most lines in any list of facts, remarks, stages or phases.</summary>
    public const int Entries = 1_000;

    /// <summary>Most curves of either kind.</summary>
    public const int Curves = 500;

    /// <summary>Most points of one curve, density or list of iterations.</summary>
    public const int CurvePoints = 100_000;

    /// <summary>Most pictures, and most maps of the tasks.</summary>
    public const int Pictures = 20;

    /// <summary>Most episodes.</summary>
    public const int Episodes = 1_000;

    /// <summary>Most marks of a scene, a task or an episode.</summary>
    public const int Marks = 200;

    /// <summary>Most points of one mark.</summary>
    public const int MarkPoints = 10_000;
}
