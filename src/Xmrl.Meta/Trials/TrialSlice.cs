using Xmrl.Trials.Objectives;

namespace Xmrl.Meta.Trials;

/// <summary>Some trials of one task within a block.</summary>
/// <param name="Plan">Position of the task among the plans.</param>
/// <param name="First">Number of the first of these trials within the task.</param>
/// <param name="Count">Number of trials, ≥ 1.</param>
internal readonly record struct TrialSlice(int Plan, int First, int Count)
{
    /// <summary>Divides trials into blocks of at most <see cref="TrialBlock.MostTrials"/>, in the order of the tasks: the same for any
    /// number of threads and processes.</summary>
    /// <param name="trials">Trials of each task, ≥ 1.</param>
    /// <param name="separates">Whether a block holds trials of one task alone.</param>
    /// <returns>The slices of each block.</returns>
    public static IReadOnlyList<TrialSlice[]> Divide(IReadOnlyList<int> trials, bool separates)
    {
        var blocks = new List<TrialSlice[]>();
        var open = new List<TrialSlice>();
        int room = TrialBlock.MostTrials;
        for (int plan = 0; plan < trials.Count; plan++)
        {
            for (int first = 0; first < trials[plan];)
            {
                int count = Math.Min(room, trials[plan] - first);
                open.Add(new TrialSlice(plan, first, count));
                first += count;
                room -= count;
                if (room == 0)
                {
                    Close();
                }
            }

            if (separates && open.Count > 0)
            {
                Close();
            }
        }

        if (open.Count > 0)
        {
            Close();
        }

        return blocks;

        void Close()
        {
            blocks.Add([.. open]);
            open.Clear();
            room = TrialBlock.MostTrials;
        }
    }
}
