namespace Xmrl.Diagnosis.Kinds;

/// <summary>How often a kind occurs among tasks whose kind is only guessed from their neighbours: the adjusted count of quantification
/// (<see href="https://doi.org/10.1007/s10618-008-0097-y">Forman 2008</see>).</summary>
internal static class KindShare
{
    /// <summary>Difference of the rates of right and wrong guesses below which a count says nothing.</summary>
    private const double LeastSharpness = 0.3;

    /// <summary>Share of the kind's failing tasks that are guessed right.</summary>
    /// <param name="guessed">Guessed kind of each validation task, without itself. Shape [validation].</param>
    /// <param name="known">Kind of each validation task. Shape [validation].</param>
    /// <param name="kind">The kind; at least one validation task has it.</param>
    /// <returns>A share in [0, 1].</returns>
    public static double Coherence(int[] guessed, int[] known, int kind)
        => Rate(guessed, known, label => label == kind, kind);

    /// <summary>Share of a kind among the training tasks: (share of the guesses − wrong rate) / (right rate − wrong rate); the share among
    /// the validation tasks where the guesses tell nothing.</summary>
    /// <param name="training">Guessed kind of each training task. Shape [training].</param>
    /// <param name="guessed">Guessed kind of each validation task, without itself. Shape [validation].</param>
    /// <param name="known">Kind of each validation task. Shape [validation].</param>
    /// <param name="kind">The kind; at least one validation task has it.</param>
    /// <returns>A share in [0, 1].</returns>
    public static double Corrected(int[] training, int[] guessed, int[] known, int kind)
    {
        double right = Coherence(guessed, known, kind);
        double wrong = Rate(guessed, known, label => label != kind, kind);
        double counted = training.Count(label => label == kind) / (double)training.Length;
        return right - wrong >= LeastSharpness
            ? Math.Clamp((counted - wrong) / (right - wrong), 0, 1)
            : known.Count(label => label == kind) / (double)known.Length;
    }

    private static double Rate(int[] guessed, int[] known, Func<int, bool> among, int kind)
    {
        int[] positions = [.. Enumerable.Range(0, known.Length).Where(position => among(known[position]))];
        return positions.Length == 0 ? 0 : positions.Count(position => guessed[position] == kind) / (double)positions.Length;
    }
}
