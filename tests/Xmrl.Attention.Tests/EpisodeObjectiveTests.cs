using Xmrl.Attention.Episodes;
using Xmrl.Numerics.Matrices;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Policies;

namespace Xmrl.Attention.Tests;

/// <summary>What a policy knows of its trial: what it may depend on, and that playing and training agree.</summary>
public sealed class EpisodeObjectiveTests
{
    private static readonly int[][] s_trials = [[3, 2, 3, 3], [1, 4, 2], [8, 1]];

    // Products over other numbers of columns round alike; sums of the same numbers in another program may not.
    private const double Rounding = 1e-5;

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    [InlineData(5, 4)]
    public void Knowledge_PlayedStepByStep_IsThatOfTheTraining(int episodes, int transitions)
    {
        var harness = new AttentionHarness(AttentionHarness.Shape(episodes, transitions));
        TrialBlock block = harness.Block(s_trials);
        Real[] expected = harness.Knowledge(block);
        var player = new EpisodePlayer(harness.Policy);
        player.Load(harness.Parameters);
        for (int trial = 0; trial < block.Trials; trial++)
        {
            var memory = new EpisodeMemory(harness.Policy.InputSize, 1);
            TrialOutline outline = block.Outlines[trial];
            for (int step = 0; step < block.Lengths[trial]; step++)
            {
                int episode = Array.IndexOf(outline.Starts, step);
                if (episode >= 0)
                {
                    player.Load(harness.Parameters);
                    memory.Begin(0, outline.Snippets[episode]);
                }

                var input = new Real[harness.Policy.InputSize];
                ((ConstMatrix)block.Inputs).CopyColumn(block.Column(trial, step), input);
                Matrix seen = player.See(memory, new ConstMatrix(input, input.Length, 1));
                for (int row = 0; row < harness.Policy.MemorySize; row++)
                {
                    ((double)seen[row, 0]).ShouldBe(
                        expected[(row * block.Columns) + block.Column(trial, step)], Rounding, $"trial {trial}, step {step}");
                }

                seen[harness.Policy.MemorySize, 0].ShouldBe(input[0]);
                player.Keep(memory, 0);
            }
        }
    }

    [Fact]
    public void Remember_SameParameters_RatioIsOne()
    {
        var harness = new AttentionHarness();
        TrialBlock block = harness.Block(s_trials);
        EpisodeObjective objective = harness.Objective();
        objective.Remember(harness.Parameters, block);
        for (int i = 0; i < block.Columns; i++)
        {
            block.Advantages[i] = block.Weights[i] = 1;
        }

        double value = objective.ValueAndGradient(harness.Parameters, block, new double[harness.Policy.ParameterCount]);
        value.ShouldBe(block.Lengths.Sum(), 1e-5 * block.Lengths.Sum());
    }

    [Fact]
    public void Knowledge_LaterStepsChange_EarlierBitsStay()
    {
        var harness = new AttentionHarness();
        TrialBlock block = harness.Block([3, 2, 3, 3]);
        Real[] before = harness.Knowledge(block);
        const int Changed = 6;
        for (int step = Changed; step < block.Lengths[0]; step++)
        {
            for (int row = 0; row < block.Inputs.Rows; row++)
            {
                block.Inputs[row, block.Column(0, step)] += 1;
            }
        }

        Real[] after = harness.Knowledge(block);
        for (int row = 0; row < harness.Policy.MemorySize; row++)
        {
            for (int step = 0; step < block.Columns; step++)
            {
                bool mayKnow = step >= Changed;
                (after[(row * block.Columns) + step] == before[(row * block.Columns) + step]).ShouldBe(!mayKnow, $"step {step}");
            }
        }
    }

    [Fact]
    public void Knowledge_TransitionsOfZeros_Count()
    {
        // After two episodes of zeros: no transition, one and two of the third differ, though all their numbers are zero.
        var harness = new AttentionHarness();
        TrialBlock block = harness.Block([2, 2, 3]);
        block.Inputs.Data.Clear();
        Real[] known = harness.Knowledge(block);
        Distinct(known, block, 4, 5).ShouldBeTrue();
        Distinct(known, block, 5, 6).ShouldBeTrue();

        // And an episode of zeros is not the same as none.
        Distinct(known, block, 0, 2).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Knowledge_NothingSeenYet_IsFinite(int episodes)
    {
        var harness = new AttentionHarness(AttentionHarness.Shape(episodes));
        harness.Knowledge(harness.Block([1])).ShouldAllBe(value => Real.IsFinite(value));
    }

    [Fact]
    public void Knowledge_OtherTrialsBeside_KeepsItsBits()
    {
        var harness = new AttentionHarness();
        TrialBlock alone = harness.Block(s_trials[0]);
        TrialBlock beside = harness.Block(s_trials);
        Real[] expected = harness.Knowledge(alone);
        Real[] found = harness.Knowledge(beside);
        for (int row = 0; row < harness.Policy.MemorySize; row++)
        {
            for (int step = 0; step < alone.Lengths[0]; step++)
            {
                found[(row * beside.Columns) + beside.Column(0, step)].ShouldBe(expected[(row * alone.Columns) + step]);
            }
        }
    }

    [Fact]
    public void Knowledge_SnippetOfAPastEpisode_IsWhatTheTrialRecorded()
    {
        var harness = new AttentionHarness(AttentionHarness.Shape(2, 2));
        TrialBlock block = harness.Block([6, 2]);
        block.Outlines = [new TrialOutline([0, 6], [[], [1]])];
        Real[] before = harness.Knowledge(block);

        // Transitions 1 and 2 are seen: observations of steps 1 and 2, actions and rewards that steps 2 and 3 are told.
        block.Inputs[0, 4] += 1;
        harness.Knowledge(block).AsSpan(6).ToArray().ShouldNotBe(before.AsSpan(6).ToArray());
        Real[] touched = harness.Knowledge(block);
        touched[6].ShouldBe(before[6]);
        block.Inputs[0, 1] += 1;
        harness.Knowledge(block)[6].ShouldNotBe(before[6]);
    }

    [Fact]
    public void Policy_WidthThatHeadsDoNotDivide_IsRefused()
        => Should.Throw<ArgumentException>(() => new AttentionHarness(AttentionHarness.Shape() with { Heads = 3 })).Message.ShouldStartWith(
            "width must be a multiple of heads, 3; found 4.");

    private static bool Distinct(Real[] known, TrialBlock block, int first, int second)
        => Enumerable.Range(0, known.Length / block.Columns)
            .Any(row => Math.Abs(known[(row * block.Columns) + first] - known[(row * block.Columns) + second]) > 1e-4);
}
