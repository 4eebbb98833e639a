using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;

namespace Xmrl.Reproduction.Page;

/// <summary>The page of a table, made from the files of its folder alone: the same files give the same page, wherever and whenever it is
/// made.</summary>
internal static class TablePage
{
    /// <summary>The files that the page is made from.</summary>
    /// <param name="folder">The folder of a reproduction.</param>
    public static IReadOnlyList<string> Sources(RunDirectory folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return [folder.File(ReproductionResult.FileName), folder.File(LearningCurves.FileName), folder.File(PanelCurves.FileName)];
    }

    /// <summary>Writes table.html.</summary>
    /// <param name="folder">The folder of a reproduction; one that has not finished gives a page of the runs that it has.</param>
    /// <returns>Path of the page.</returns>
    /// <exception cref="FileNotFoundException">No run of the reproduction is finished.</exception>
    /// <exception cref="InvalidDataException">A file is not valid.</exception>
    public static string Write(RunDirectory folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string results = folder.File(ReproductionResult.FileName);
        if (!File.Exists(results))
        {
            throw new FileNotFoundException(
                $"{folder.FullPath} has no {ReproductionResult.FileName}: a reproduction writes it when its first run is finished. "
                    + "Go on with xmrl resume.");
        }

        string curves = folder.File(LearningCurves.FileName);
        string panels = folder.File(PanelCurves.FileName);
        string path = folder.File(ReproductionResult.PageName);
        RunFiles.WriteText(
            path,
            ReproductionPage.Render(
                RunJson.Read<ReproductionResult>(results),
                File.Exists(curves) ? RunJson.Read<IReadOnlyList<LearningCurve>>(curves) : null,
                File.Exists(panels) ? RunJson.Read<IReadOnlyList<FilledPanel>>(panels) : []));
        return path;
    }
}
