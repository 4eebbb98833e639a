using System.Collections.Immutable;

namespace Xmrl.Meta.Learners;

/// <summary>All learners that configurations and the command line can name, each as the settings that hold where nothing is said.</summary>
public static class LearnerTable
{
    private static readonly Lock s_lock = new();

    private static ImmutableArray<LearnerSettings> s_all =
    [
        new Maml(),
        new FirstOrderMaml(),
        new EMaml(),
        new SgMrl(),
        new ProMp(),
        new IMaml(),
        new BoMrl(),
        new Cavia(),
        new Rl2(),
        new Pearl(),
        new Sac(),
    ];

    /// <summary>The learners, in the order of tables.</summary>
    public static ImmutableArray<LearnerSettings> All
    {
        get
        {
            lock (s_lock)
            {
                return s_all;
            }
        }
    }

    /// <summary>Adds a learner, at the start of a program: configurations that are read afterwards can name it.</summary>
    /// <param name="learner">Its settings where nothing is said.</param>
    /// <exception cref="ArgumentException">One of its names belongs to another learner.</exception>
    public static void Register(LearnerSettings learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        lock (s_lock)
        {
            LearnerCard card = learner.Card;
            if (s_all.FirstOrDefault(known => known.Card.Key == card.Key || known.Card.Argument == card.Argument
                || known.Card.Title == card.Title) is { } same)
            {
                throw new ArgumentException(
                    $"{card.Title} ({card.Key}, {card.Argument}) shares a name with {same.Card.Title} ({same.Card.Key}, "
                        + $"{same.Card.Argument}).",
                    nameof(learner));
            }

            s_all = s_all.Add(learner);
        }
    }

    /// <summary>The learner of a key.</summary>
    /// <param name="key">Name in configurations.</param>
    /// <returns>Its settings where nothing is said; null if no learner has the key.</returns>
    public static LearnerSettings? Find(string key) => All.FirstOrDefault(learner => learner.Card.Key == key);

    /// <summary>A learner's name in tables.</summary>
    /// <param name="key">Name in configurations and records.</param>
    /// <returns>Its title; the key itself where this program does not know the learner.</returns>
    public static string TitleOf(string key) => Find(key)?.Card.Title ?? key;
}
