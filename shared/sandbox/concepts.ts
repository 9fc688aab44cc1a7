/** A field of meaning: everyday words, wider vocabulary, and phrases that only allude to it. `_` joins a phrase's words. */
export interface ConceptRow {
  readonly id: string
  readonly everyday: string
  readonly wider: string
  readonly allusive: string
}

/** A small general thesaurus, written for the sandbox models: it knows no label set; prompts tie its fields to labels. */
export const concepts: readonly ConceptRow[] = [
  row(
    'payment',
    'invoice bill billing payment pay paid charge refund receipt credit_card money',
    'charged invoiced billed overcharged debit bank fee cost_us vat tax overdue statement credit_note currency dollars euros ' +
      'money_back accounts_payable subscription_fee renewal_payment card_statement accountant bookkeeper add_on standing_order ' +
      'payments dollar freight billing_date',
    'price_increase direct_debit withdrew deducted took_money standing_charge ',
  ),
  row(
    'purchase',
    'price buy purchase quote offer demo trial sales upgrade plan discount order',
    'pricing cost cost_for cost_us would_cost reseller licence license licences licenses volume_discount purchase_order larger_plan evaluate ' +
      'price_list bigger_package compare_plans available_for proposal tender prices buying commit margins yearly_price what_would terms plans reach_sales ' +
      'before_we_decide volume_discount interested_in offers contract',
    'outgrow next_step over_to_you convince ' +
      'switch_to_you show_us written_offer bigger_plan seats_for budget_for shortlist per_head per_seat demonstration growing ',
  ),
  row(
    'parcel',
    'parcel delivery shipping courier tracking package order shipment deliver arrived arrive',
    'carrier customs pallet depot dispatch post_room doorstep delivered delivers shipped ship warehouse_dock freight mail lorry ' +
      'driver box boxes carton cartons redirect_the on_its_way logistics missing_item wrong_item delivery_address returned_to_sender ' +
      'received replacement pick_up',
    'signed_for never_arrived neighbour neighbours depots lost_in_transit left_on_the in_the_post at_the_door never_came ',
  ),
  row(
    'damage',
    'damaged broken dented crushed torn scratched',
    'smashed cracked in_pieces leaking ripped shattered',
    '',
  ),
  row(
    'malfunction',
    'error crash bug broken fail outage slow problem down technical',
    'crashes crashing fails freezes freeze frozen stuck timeout bad_gateway unexpected exception reinstalled_it restarted ' +
      'doesnt_work does_not_work not_load glitch console offline drift spinning firmware reproduce stops_at blank upside_down ' +
      'drops not_working keeps_spinning has_no_effect loading_screen wrong_data disappears',
    'not_synced wrong_figures wrong_numbers out_of_date upside does_nothing ',
  ),
  row(
    'software',
    'app software website page screen update api import export sync feature',
    'web browser mobile_app android ios dashboard chart csv documentation webhook interface filter dark_mode translation module ' +
      'search version server system feature_request connect online load field search_field stock_list stock_count counts_drift',
    'your_screens cool_if',
  ),
  row(
    'device',
    'scanner printer device battery charger phone hardware',
    'bluetooth handheld cradle label_printer labels usb_cable laptop tablet barcode barcode_scanner cable router pair pairs ' +
      'headphones keyboard plug',
    '',
  ),
  row(
    'credentials',
    'login password log_in account sign_in reset locked two_factor profile',
    'logged signin sso single_sign caps_lock expired_link passcode username authenticate verification unlock reset_link ' +
      'locked_out invitation code_rejected security_question get_in user_name email_address sign_on signing_in logon',
    'never_heard_of_me authenticator digit_code wont_let_me let_me_in no_way_in forget_me know_about_me remove_everything',
  ),
  row(
    'access-rights',
    'user users role permission admin owner access',
    'ownership administrator administrators supervisor viewer privileges invite invited transfer_ownership close_my_account colleague ' +
      'auditor_role user_list',
    'shut_out who_did_what add_users',
  ),
  row(
    'intrusion',
    'stranger hacked unknown_login unauthorized intruder hacker',
    'someone_has_hacked not_mine dont_know foreign_country strangers unknown_device is_deleting somebody_is_deleting taken_over ' +
      'in_our_account nobody_here_invited we_didnt_create changing_passwords compromised breached suspicious_login ',
    'signing_me_in_from nobody_invited nobody_here invited_him we_stopped_using former_colleague who_left signing_in_from ' +
      'recovery_address never_seen somebody_else',
  ),
  row(
    'misconduct',
    'spam fraud phishing fake abuse harassment threat stolen scam',
    'spammer spams harassing insulting obscene threatening threatens counterfeit copyrighted trademark lottery lotteries bots ' +
      'pretends impersonate bully ban block_him report_this report_him hate_speech junk plagiarism copied advertising adverts ' +
      'junk_comments fraudster slander offensive taken_down fell_for_it using_your_name in_your_name posing_as impostor plagiarised swindle comments threats',
    'public_page ' + 'come_round ',
  ),
  row(
    'exposure',
    'private_data personal_data exposed leaked data_breach',
    'home_address phone_number_published published_my published_personal private_mobiles confidential ' +
      'belong_to_another see_ours private_mobile',
    'another_company ',
  ),
  row(
    'danger',
    'smoke fire burn burning dangerous shock explosion heat',
    'swelling swollen bulging burnt spark sparks overheated melted electric_shock caught_fire gas_leak sparking hot smoking',
    'burnt_smell',
  ),
  row(
    'threat',
    'threat threatened kill hurt',
    'threatens threatening threats afraid scared attack come_after break_my beat_me legs i_know_where stalking weapon ' +
      'frightened frightens visit_me call_on',
    'wait_outside where_you_park lives_alone ' + 'people_to_visit',
  ),
  row(
    'outage',
    'outage down nobody_can no_one_can all_users whole_company entire_company work_has_stopped everything_is_down',
    'every_device all_sites every_one_of none_of every_location nobody_in all_our_stores any_of_our no_user_at every_request whole_system ' +
      'company_wide unable_to_work stopped_completely nobody_here every_user everyone_gets stand_still',
    'no_one_at_any lines_stand none_of_our no_site got_past_the_loading has_been_able_to_work',
  ),
  row(
    'travel',
    'flight hotel trip travel airport ticket',
    'airline luggage boarding passport itinerary visa reservation',
    '',
  ),
  row(
    'food',
    'food restaurant eat recipe cook meal dinner',
    'menu ingredients calories breakfast lunch cuisine takeaway table_for',
    '',
  ),
  row('weather', 'weather rain snow temperature sunny forecast', 'umbrella storm wind humid degrees cloudy', ''),
  row('music', 'music song play album playlist band', 'artist volume track concert radio singer tune', 'put_on'),
  row(
    'schedule',
    'meeting calendar appointment schedule remind reminder alarm',
    'reschedule postpone agenda book_a slot timer wake_me availability set_an',
    'dont_let_me_forget',
  ),
  row(
    'health',
    'doctor pain medicine hospital health symptom',
    'fever prescription headache nurse dose clinic allergic',
    '',
  ),
  row(
    'banking',
    'bank transfer balance loan account_balance deposit',
    'withdraw mortgage interest_rate atm overdraft savings',
    '',
  ),
  row(
    'cancel',
    'cancel cancellation stop unsubscribe terminate',
    'end_my_subscription opt_out call_off quit close_my',
    'no_longer_want',
  ),
  row('greeting', 'hello hi good_morning greeting hey goodbye', 'good_evening how_are_you nice_to_meet bye', ''),
  row(
    'prize',
    'win won prize free winner cash lottery congratulations',
    'claim_now click_here selected reward bonus guaranteed txt urgent_reply limited_offer voucher act_now call_now ringtone',
    '',
  ),
  row(
    'sport',
    'sport football match team_won goal player tennis',
    'championship coach league tournament score olympics',
    '',
  ),
  row(
    'politics',
    'government election president minister politics vote',
    'parliament senate policy campaign treaty diplomat',
    '',
  ),
  row(
    'business',
    'business company market stock shares profit economy',
    'earnings merger investors inflation quarterly',
    '',
  ),
  row(
    'science',
    'science research study scientists technology space',
    'researchers laboratory telescope physics genome quantum',
    '',
  ),
  row(
    'job',
    'job salary career resume interview hiring employer',
    'vacancy promotion payroll recruit leave_request',
    '',
  ),
  row(
    'home',
    'light lights thermostat heating kitchen room',
    'dim turn_on turn_off curtains living_room switch_on switch_off',
    '',
  ),
]

function row(id: string, everyday: string, wider: string, allusive: string): ConceptRow {
  return { id, everyday, wider, allusive }
}
