using Xmrl.Dashboard;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;

namespace Xmrl.Experiments.Reporting;

/// <summary>Makes a run's report page.</summary>
internal static class ReportFiles
{
    /// <summary>Writes report.html from report.json, which is made from the other files of the run where it is missing. A run that has not
    /// finished gets a page of what is done, and no report.json.</summary>
    /// <param name="runDirectory">The run.</param>
    internal static void Render(string runDirectory)
    {
        RunDirectory run = RunDirectory.OpenPart(runDirectory);
        bool isFinished = Report.IsFinished(run);
        ReportData data = Stored(run) ?? Make(run, isFinished);
        RunFiles.Write(run.ReportPath, stream => ReportRenderer.Render(data, stream));
        if (isFinished)
        {
            run.Manifest.Seal(run.ReportPath);
        }
    }

    /// <summary>The stored data; null where there are none, or they are of a former schema.</summary>
    private static ReportData? Stored(RunDirectory run)
    {
        try
        {
            return run.ReadReport();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ReportData Make(RunDirectory run, bool isFinished)
    {
        ReportData data = Report.Of(run);
        using var stream = new MemoryStream();
        try
        {
            ReportFile.Write(data, stream);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{run.FullPath}: its files give no valid report. {error.Message}", error);
        }

        if (isFinished)
        {
            run.Store(run.ReportDataPath, stream.WriteTo);
        }

        return data;
    }
}
