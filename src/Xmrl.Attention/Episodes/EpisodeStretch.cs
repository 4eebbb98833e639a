using Xmrl.Trials.Objectives;
using Xmrl.Trials.Policies;

namespace Xmrl.Attention.Episodes;

/// <summary>Some decisions of one episode: a sample of an <see cref="Networks.EpisodeProgram"/>.</summary>
/// <param name="Trial">The trial within its block.</param>
/// <param name="Episode">The episode within its trial.</param>
/// <param name="Start">First step of the episode.</param>
/// <param name="First">First step of the stretch.</param>
/// <param name="Count">Its decisions, ≥ 1.</param>
internal readonly record struct EpisodeStretch(int Trial, int Episode, int Start, int First, int Count)
{
    /// <summary>All decisions of a block, in its order of trials.</summary>
    /// <param name="block">The block.</param>
    /// <param name="most">Most decisions of a stretch.</param>
    public static List<EpisodeStretch> Divide(TrialBlock block, int most)
    {
        var stretches = new List<EpisodeStretch>();
        for (int trial = 0; trial < block.Trials; trial++)
        {
            TrialOutline outline = block.Outlines[trial];
            for (int episode = 0; episode < outline.Starts.Length; episode++)
            {
                int start = outline.Starts[episode];
                int end = episode + 1 < outline.Starts.Length ? outline.Starts[episode + 1] : block.Lengths[trial];
                for (int first = start; first < end; first += most)
                {
                    stretches.Add(new EpisodeStretch(trial, episode, start, first, Math.Min(most, end - first)));
                }
            }
        }

        return stretches;
    }
}
