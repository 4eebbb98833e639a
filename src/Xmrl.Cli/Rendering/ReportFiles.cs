using Xmrl.Dashboard;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;

namespace Xmrl.Cli.Rendering;

/// <summary>Makes a run's report page from its data.</summary>
internal static class ReportFiles
{
    /// <summary>Writes report.html from report.json.</summary>
    /// <param name="runDirectory">The run.</param>
    internal static void Render(string runDirectory)
    {
        RunDirectory run = RunDirectory.OpenPart(runDirectory);
        ReportData data = run.ReadReport() ?? throw new FileNotFoundException($"{run.FullPath} has no report.json.");
        RunFiles.Write(run.ReportPath, stream => ReportRenderer.Render(data, stream));
        run.Manifest.Seal(run.ReportPath);
    }
}
