using Xmrl.Rl.Tabular;

namespace Xmrl.Environments.FrozenLake;

/// <summary>The lake of one task: what is where, and where each step leads. Cells are numbered row by row, from the start at the top left
/// to the goal at the bottom right. Immutable.</summary>
internal sealed class FrozenLakeMap
{
    /// <summary>Left, down, right, up: each is beside the one before and the one after it.</summary>
    public const int Directions = 4;

    private static readonly (int Row, int Column)[] s_moves = [(0, -1), (1, 0), (0, 1), (-1, 0)];

    private readonly FrozenLakeOptions _options;
    private readonly bool[] _isHole;

    /// <summary>A map.</summary>
    /// <param name="options">Size and rules.</param>
    /// <param name="holes">1 for a hole, 0 for ice. Shape [Size²].</param>
    public FrozenLakeMap(FrozenLakeOptions options, ReadOnlySpan<double> holes)
    {
        _options = options;
        _isHole = new bool[holes.Length];
        for (int cell = 0; cell < holes.Length; cell++)
        {
            _isHole[cell] = holes[cell] == 1;
        }

        HasPath = Reaches();
    }

    /// <summary>Number of cells, Size².</summary>
    public int Cells => _isHole.Length;

    /// <summary>Cells along a side.</summary>
    public int Size => _options.Size;

    /// <summary>Whether the goal can be reached from the start without entering a hole.</summary>
    public bool HasPath { get; }

    /// <summary>Whether steps slip to a neighbouring direction.</summary>
    public bool Slips => _options.Slippery;

    /// <summary>The holes, in increasing order.</summary>
    public IEnumerable<int> Holes => _isHole.Index().Where(cell => cell.Item).Select(cell => cell.Index);

    /// <summary>Whether a cell is a hole.</summary>
    public bool IsHole(int cell) => _isHole[cell];

    /// <summary>Whether a cell is the goal.</summary>
    public bool IsGoal(int cell) => cell == Cells - 1;

    /// <summary>Whether a cell is never left.</summary>
    public bool Holds(int cell) => IsGoal(cell) || (_isHole[cell] && _options.HolesHold);

    /// <summary>Whether an episode ends in a cell, as it holds and pays no more.</summary>
    public bool Ends(int cell) => Holds(cell) && !_options.AbsorbingPays;

    /// <summary>What a step into a cell, or a stay in it, pays.</summary>
    public int Pay(int cell) => IsGoal(cell) ? 1 : _isHole[cell] ? -1 : 0;

    /// <summary>Where a step in a direction leads, which is the same cell at an edge and where a cell holds.</summary>
    /// <param name="cell">From where.</param>
    /// <param name="direction">0 … 3, or one beside: −1 and 4 are 3 and 0.</param>
    public int Next(int cell, int direction)
    {
        if (Holds(cell))
        {
            return cell;
        }

        (int down, int right) = s_moves[(direction + Directions) % Directions];
        (int row, int column) = ((cell / Size) + down, (cell % Size) + right);
        return row >= 0 && row < Size && column >= 0 && column < Size ? (row * Size) + column : cell;
    }

    /// <summary>The task as tables.</summary>
    /// <param name="discount">γ in [0, 1).</param>
    public TabularMdp Model(double discount)
    {
        double[] transitions = new double[Cells * Directions * Cells];
        double[] rewards = new double[Cells * Directions];
        double[] start = new double[Cells];
        start[0] = 1;
        int beside = Slips ? 1 : 0;
        double chance = 1.0 / ((2 * beside) + 1);
        for (int pair = 0; pair < rewards.Length; pair++)
        {
            int cell = pair / Directions;
            if (Holds(cell))
            {
                transitions[(pair * Cells) + cell] = 1;
                rewards[pair] = Ends(cell) ? 0 : Pay(cell);
                continue;
            }

            for (int side = -beside; side <= beside; side++)
            {
                int next = Next(cell, (pair % Directions) + side);
                transitions[(pair * Cells) + next] += chance;
                rewards[pair] += chance * Pay(next);
            }
        }

        return new TabularMdp(transitions, rewards, start, discount);
    }

    /// <summary>The map in letters, row by row, as in Gym: S start, F ice, H hole, G goal.</summary>
    public override string ToString() => string.Join(
        ' ',
        Enumerable.Range(0, Size).Select(row => string.Concat(Enumerable.Range(row * Size, Size).Select(Letter))));

    private char Letter(int cell) => cell == 0 ? 'S' : IsGoal(cell) ? 'G' : _isHole[cell] ? 'H' : 'F';

    private bool Reaches()
    {
        bool[] reached = new bool[Cells];
        var open = new Stack<int>([0]);
        while (open.TryPop(out int cell))
        {
            if (reached[cell] || _isHole[cell])
            {
                continue;
            }

            reached[cell] = true;
            for (int direction = 0; direction < Directions; direction++)
            {
                open.Push(Next(cell, direction));
            }
        }

        return reached[^1];
    }
}
