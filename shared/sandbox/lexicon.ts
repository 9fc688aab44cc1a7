/** Words and phrases with a feeling, by strength and by how common they are; `_` joins the words of a phrase. */
export interface ValenceGroup {
  readonly valence: number
  /** See Abilities.vocabulary. */
  readonly tier: 1 | 2 | 3
  readonly words: string
}

/** A general English lexicon, written for the sandbox models. */
export const valenceGroups: readonly ValenceGroup[] = [
  {
    valence: 2,
    tier: 1,
    words:
      'love loved loves excellent wonderful fantastic great perfect amazing awesome brilliant superb best delightful ' +
      'delighted outstanding happy impressed recommend favourite favorite beautiful ' +
      'stunning marvellous flawless delicious gorgeous 😍 🥳 👍 ❤',
  },
  {
    valence: 1,
    tier: 1,
    words:
      'good nice i_like enjoy enjoyed friendly helpful comfortable reliable pleased satisfied easy clean fresh fast quick ' +
      'pretty positive praise thanks thank glad fun lovely better sturdy smooth faster worth_it 😊',
  },
  {
    valence: -2,
    tier: 1,
    words:
      'terrible awful horrible worst hate hated useless broken broke disappointed disappointing rude disgusting waste ' +
      'rubbish angry unhappy dreadful scam worthless never_again letdown avoid frustrating 😡 😭 👎 💔 😤',
  },
  {
    valence: -1,
    tier: 1,
    words:
      'bad poor slow dirty late problem problems fail failed fails wrong boring annoying expensive uncomfortable noisy ' +
      'refund complaint negative sad cold crash crashed crashes error ugly cheap slower loud bland clumsy dead sick regret flimsy stale worse',
  },
  {
    valence: 2,
    tier: 2,
    words:
      'marvelous splendid terrific magnificent exceptional spotless thrilled ' +
      'adore adored beats chuffed 10_10 top_notch exceeded_expectations clear_step_up ' +
      'couldnt_be_happier still_going_strong masterpiece unbeatable fabulous would_buy_again highly_recommend ' +
      'highly_recommended well_worth love_it joy freshest',
  },
  {
    valence: 1,
    tier: 2,
    words:
      'decent solid soft warm bright charming confident smoothly effortless quiet pleasant convenient fair ' +
      'rich clear worth tasty elegant generous kind polite efficient improved lighter cooler quieter big_fan ' +
      'super cool works_perfectly forgive works_well excited exciting compliment compliments waterproof 😎 💙 👏 😊 😀 ⭐',
  },
  {
    valence: -2,
    tier: 2,
    words:
      'filthy appalling pathetic atrocious abysmal unusable let_down would_not_buy wouldnt_buy wont_be_buying not_worth ripped ' +
      'nightmare disaster unacceptable give_up gave_up waste_of_money waste_of_time do_not_buy furious returning_it returned_it sent_it_back downgraded uninstalled ' +
      'dangerous dislike dislikes 🤮',
  },
  {
    valence: -1,
    tier: 2,
    words:
      'faulty defective jams jammed outdated scratchy wobbly dull tedious heavy ' +
      'heavier overpriced overheats overheat leak leaks leaked smell smells dripping rusting rusty faded torn lost ' +
      'missing scratched unhelpful ignored disorganised organised_badly badly dies died delayed hungry weak drags ' +
      'irritating irritates dented damaged complain complained pricey pricier freezing stopped_working stopped_charging sadly unfortunately lag ' +
      'ads annoyed hidden nonsense ache disappointment fault nervous hopeless refuse refused refuses out_of_order lose wobble cracked snapped moan ' +
      'silly maze 🤦 🥶 ☠ ☠️ 😞 🙃',
  },
  {
    valence: 2,
    tier: 3,
    words:
      'over_the_moon second_to_none blew_me_away by_a_mile no_notes night_and_day ' +
      'hits_the_spot like_a_dream like_a_charm personal_best ' +
      'five_stars talking_about_it rest_my_case game_changer ' +
      'cant_fault ',
  },
  {
    valence: -2,
    tier: 3,
    words:
      'down_the_drain off_a_cliff not_a_patch isnt_a_patch on_fire falls_apart fell_apart lemon daylight_robbery rip_off ' +
      'ripoff money_pit collecting_dust warn_other warn_others sent_it_straight_back ' +
      'took_it_back asked_for_my_money ' +
      'nothing_works unwatchable last_straw',
  },
]

/** Words that make no judgement and say so; evidence for a label between praise and blame. */
export const indifferenceWords = {
  1: 'okay ok average standard neutral normal',
  2: 'so_so meh fine alright undecided nothing_special on_balance all_in_all evens_out mediocre ordinary middling on_the_fence three_stars cant_decide no_difference no_opinion cant_say_yet neither_better about_right',
  3:
    'make_of_that_what_you_will toss_a_coin on_the_one_hand neither_better_nor_worse ' +
    'a_draw an_opinion does_the_job shrug ' +
    'feel_the_same same_as identical otherwise_identical give_or_take could_be_worse nothing_more for_what_it_is ' +
    'somewhere_in_the_middle neither half_and_half',
} as const

export const negators =
  'not no never none nothing nobody neither nor without cannot cant dont doesnt didnt isnt arent wasnt werent wont ' +
  'wouldnt couldnt shouldnt hasnt havent hadnt aint hardly barely lacked lacks'

export const intensifiers = 'very really so extremely absolutely truly totally incredibly outrageously super highly too'

/** A clause that begins so weighs more than what stood before it. */
export const contrastWords = 'but however yet still although though anyway nevertheless nonetheless except overall'

/** Where the writer sums up. */
export const verdictPhrases =
  'overall|none of that|that said|all in all|in the end|in short|on the whole|to sum up|bottom line|worth it|go anyway|the reason i|since then'

/** Openings and turns that praise seldom takes when it is meant. */
export const ironyPhrases =
  '^oh (great|brilliant|good|wonderful|joy|lovely)|just what i (needed|wanted)|exactly what i was (hoping|waiting)|' +
  'what an? (truly |real |absolutely )?(magical|wonderful|lovely|lucky|treat|delightful|fantastic)|^(bravo|yay|congratulations|genius)|' +
  '\\bbravo\\b|congratulations (to|on)|thanks a lot for|thank you (ever )?so (very )?much for|how (very )?(thoughtful|kind|nice|generous) of|' +
  'so glad i paid|i simply adore|love (how|a|the way)|masterpiece of|(really|truly) (made|set|takes)|top marks for|' +
  'lovely (touch|idea)|such a (treat|joy|pleasure)|great[^.!?]*, if you|perfect for|five stars for|who needs|genius idea|' +
  'must say'
