namespace Xmrl.Trials.Objectives;

/// <content>Some of a block's trials, for minibatches.</content>
internal sealed partial class TrialBlock
{
    /// <summary>Some of the trials, copied.</summary>
    /// <param name="trials">Their numbers, at least one.</param>
    /// <returns>A block of its own.</returns>
    public TrialBlock Select(ReadOnlySpan<int> trials)
    {
        var lengths = new int[trials.Length];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = Lengths[trials[i]];
        }

        var part = new TrialBlock(_inputSize, _actionSize, lengths);
        part.LogProbabilities = LogProbabilities.Length == 0 ? [] : new Real[part.Columns];
        part.Statistics = [.. Statistics.Select(s => s.IsWide ? s with { Values = new Real[s.Rows * part.Columns] } : s)];
        part.Outlines = Outlines.Count == 0 ? [] : [.. trials.ToArray().Select(trial => Outlines[trial])];
        for (int i = 0; i < trials.Length; i++)
        {
            for (int step = 0; step < part.Steps; step++)
            {
                Copy(part, Column(trials[i], step), part.Column(i, step));
            }
        }

        return part;
    }

    private void Copy(TrialBlock part, int from, int to)
    {
        for (int row = 0; row < _inputSize; row++)
        {
            part.Inputs[row, to] = Inputs[row, from];
        }

        for (int row = 0; row < _actionSize; row++)
        {
            part.Actions[row, to] = Actions[row, from];
        }

        part.Advantages[to] = Advantages[from];
        part.Weights[to] = Weights[from];
        if (LogProbabilities.Length > 0)
        {
            part.LogProbabilities[to] = LogProbabilities[from];
        }

        for (int k = 0; k < Statistics.Length; k++)
        {
            for (int row = 0; Statistics[k].IsWide && row < Statistics[k].Rows; row++)
            {
                part.Statistics[k].Values[(row * part.Columns) + to] = Statistics[k].Values[(row * Columns) + from];
            }
        }
    }
}
