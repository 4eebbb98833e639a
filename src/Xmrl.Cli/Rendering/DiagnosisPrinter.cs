using System.Globalization;
using Xmrl.Diagnosis;
using Xmrl.Diagnosis.Decision;

namespace Xmrl.Cli.Rendering;

/// <summary>Prints a diagnosis.</summary>
internal static class DiagnosisPrinter
{
    internal static void Text(TextWriter output, StoredDiagnosis diagnosis, string? file)
    {
        foreach (string sentence in diagnosis.Sentences)
        {
            output.WriteLine(sentence);
        }

        foreach ((int number, KindDiagnosis kind) in diagnosis.Kinds.Index())
        {
            output.WriteLine();
            output.WriteLine(diagnosis.Kinds.Count == 1 ? "Evidence:" : $"Evidence of kind {number + 1}:");
            foreach (string reason in kind.Reasons)
            {
                output.WriteLine($"  {reason}");
            }

            if (kind.Suspects.Length > 0)
            {
                string tasks = string.Join(", ", kind.Suspects.Select(task => task + 1));
                output.WriteLine($"  Training tasks to review, most harmful first: {tasks}.");
            }
        }

        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The probes took {diagnosis.Interactions:n0} environment steps."));
        output.WriteLine($"File:   {file}");
    }
}
